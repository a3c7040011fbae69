import Foundation
import X509

/// What is wrong with the certificate files of a partner.
enum TLSFinding: Equatable {
    /// No connection can ever be made with these files.
    case broken(String)
    /// The certificate ended; every attempt fails until it is renewed.
    case expired(String)
    /// The certificate ends soon.
    case endsSoon(String)
    /// When the partner changes its key, nothing can be delivered until the pin is changed too.
    case onePin(String)

    /// How long before its end a certificate is warned of.
    private static let soon: TimeInterval = 30 * 86_400

    /// What happened and what to do.
    var message: String {
        switch self {
        case .broken(let text), .expired(let text), .endsSoon(let text), .onePin(let text): text
        }
    }

    /// Everything that is wrong with a partner's files.
    static func all(of partner: PartnerSettings, at now: Date) -> [TLSFinding] {
        let unreadable = partner.secretFiles.filter {
            !FileManager.default.isReadableFile(atPath: $0.url.path)
        }
        guard unreadable.isEmpty else {
            return unreadable.map { name, url in
                .broken(
                    "\(place(of: name, partner)): \(name): the file \(url.path) is not there or "
                        + "cannot be read. Put it there, and let this user read it."
                )
            }
        }
        let authority = partner.tls.certificateAuthority.map {
            dated($0, "tls.certificateAuthority", partner, at: now)
        }
        let own = partner.tls.certificate.map { dated($0, "tls.certificate", partner, at: now) }
        return [authority ?? nil, own ?? nil, pair(partner), pins(partner)].compactMap(\.self)
    }

    private static func dated(
        _ url: URL,
        _ name: String,
        _ partner: PartnerSettings,
        at now: Date
    ) -> TLSFinding? {
        let place = place(of: name, partner)
        guard let certificate = PEMFile.certificate(at: url) else {
            return .broken("\(place): \(name): the file \(url.path) holds no certificate in PEM.")
        }
        let end = certificate.notValidAfter
        if end <= now {
            return .expired(
                "\(place): \(name): the certificate ended on \(Moments.text(end)). Renew it; "
                    + "until then nothing can be delivered to \(partner.id)."
            )
        }
        guard end.timeIntervalSince(now) > soon else {
            return .endsSoon(
                "\(place): \(name): the certificate ends on \(Moments.text(end)). Renew it."
            )
        }
        return nil
    }

    private static func pair(_ partner: PartnerSettings) -> TLSFinding? {
        guard let certificateFile = partner.tls.certificate, let keyFile = partner.tls.key,
            let certificate = PEMFile.certificate(at: certificateFile)
        else { return nil }
        let place = place(of: "tls.key", partner)
        guard let key = PEMFile.privateKey(at: keyFile) else {
            return .broken(
                "\(place): tls.key: the file \(keyFile.path) holds no private key in PEM without "
                    + "a password."
            )
        }
        guard key.publicKey == certificate.publicKey else {
            return .broken(
                "\(place): tls.key: the key does not belong to the certificate "
                    + "\(certificateFile.path). Name the key that it was made with."
            )
        }
        return nil
    }

    private static func pins(_ partner: PartnerSettings) -> TLSFinding? {
        guard partner.tls.pins.count == 1 else { return nil }
        return .onePin(
            "\(place(of: "tls.pins", partner)): tls.pins: only one. Ask \(partner.id) for the pin of "
                + "its next key and add it, or nothing can be delivered on the day it changes."
        )
    }

    private static func place(of name: String, _ partner: PartnerSettings) -> String {
        (try? YAMLFile(at: partner.file))?.place(of: name) ?? partner.file.path
    }
}
