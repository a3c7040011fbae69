import Crypto
import DeliveryCurl
import Foundation
import Outbox
import SwiftASN1
import X509

extension PartnerProbe {
    private static let soon: TimeInterval = 30 * 86_400

    /// The chain, its end, the pins, and our own certificate.
    func certificateChecks() async -> [Check] {
        switch await CertificateProbe.look(at: connection) {
        case .notConnected(let text):
            return [
                .fail(
                    "connection",
                    "\(text). Check the port, the firewalls of both sides, and whether the partner's "
                        + "system is up.",
                    .unavailable
                )
            ]
        case .failed(let text):
            return [
                .fail(
                    "TLS",
                    "the handshake failed: \(text). Check tls.certificateAuthority, tls.certificate "
                        + "and tls.pins, or ask the partner.",
                    .unavailable
                )
            ]
        case .chain(let chain):
            let certificates = chain.compactMap { try? Certificate(pemEncoded: $0) }
            guard let own = certificates.first else {
                return [.warn("TLS", "the handshake was made; the certificate cannot be read.")]
            }
            return [
                .ok("TLS", "\(own.subject) by \(own.issuer), a chain of \(chain.count)"),
                end("their certificate", own), pins(own),
            ] + ours
        }
    }

    private var ours: [Check] {
        TLSFinding.all(of: settings, at: time.now()).compactMap { finding in
            switch finding {
            case .broken(let text), .expired(let text): .fail("our certificate", text)
            case .endsSoon(let text): .warn("our certificate", text)
            // Told with the pins.
            case .onePin: nil
            }
        }
    }

    private func end(_ name: String, _ certificate: Certificate) -> Check {
        let end = certificate.notValidAfter
        return end.timeIntervalSince(time.now()) > Self.soon
            ? .ok(name, "valid until \(Moments.text(end))")
            : .warn(name, "ends on \(Moments.text(end)). Ask the partner when it is renewed.")
    }

    /// The key's pin as libcurl computes it, so that it can be put into the partner's file.
    private func pins(_ certificate: Certificate) -> Check {
        var key = DER.Serializer()
        guard (try? key.serialize(certificate.publicKey)) != nil else {
            return .warn("pins", "the certificate's key cannot be read.")
        }
        let pin = "sha256//" + Data(SHA256.hash(data: key.serializedBytes)).base64EncodedString()
        switch settings.tls.pins.count {
        case 0: return .ok("pins", "none agreed; the key's is \(pin)")
        case 1:
            return .warn(
                "pins",
                "one only, \(pin). Add the pin of the next key, or nothing is delivered on the day "
                    + "that the partner changes it."
            )
        default: return .ok("pins", "\(settings.tls.pins.count), of which \(pin) is in use")
        }
    }
}
