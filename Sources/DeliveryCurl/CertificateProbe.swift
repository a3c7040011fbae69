import CCurl
import Foundation

/// Shakes hands with a partner, to see its certificates; sends no request.
package enum CertificateProbe {
    /// What the handshake gave.
    package enum Outcome: Sendable {
        /// The partner's certificates as PEM, its own first.
        case chain([String])
        /// No connection could be made; the text is the library's.
        case notConnected(String)
        /// The handshake failed; the text is the library's.
        case failed(String)
    }

    /// Whether an address in text is a private one, which only an internal partner may have.
    package static func isPrivate(_ address: String) -> Bool {
        unsafe referral_curl_is_internal_text(address)
    }

    /// The partner's certificates, checked as for a delivery.
    package static func look(at connection: PartnerConnection) async -> Outcome {
        await withCheckedContinuation { continuation in
            // Blocking work keeps off the task pool.
            DispatchQueue.global().async { continuation.resume(returning: shakeHands(connection)) }
        }
    }

    private static func shakeHands(_ connection: PartnerConnection) -> Outcome {
        guard let easy = unsafe curl_easy_init() else { return .failed("out of memory") }
        defer { unsafe curl_easy_cleanup(easy) }
        let secrets = CurlSecrets(connection)
        var options = unsafe CurlOptions(easy: easy)
        options.set(CURLOPT_URL, connection.address)
        options.setSafety()
        options.setConnection(connection, secrets: secrets)
        options.set(CURLOPT_CERTINFO, 1)
        options.set(CURLOPT_CONNECT_ONLY, 1)
        let code = options.result == CURLE_OK ? unsafe curl_easy_perform(easy) : options.result
        let words = unsafe String(cString: curl_easy_strerror(code))
        if [CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT].contains(code) {
            return .notConnected(words)
        }
        guard code == CURLE_OK else {
            return .failed(words)
        }
        var chain: [String] = []
        while let pem = unsafe referral_curl_certificate(easy, CInt(chain.count)) {
            unsafe chain.append(String(cString: pem))
        }
        return .chain(chain)
    }
}
