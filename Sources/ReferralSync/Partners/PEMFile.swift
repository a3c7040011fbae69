import Foundation
import SwiftASN1
import X509

/// Reads certificates and keys in PEM files.
enum PEMFile {
    /// The first certificate of a file, which is the one that speaks for its owner.
    static func certificate(at url: URL) -> Certificate? {
        guard let text = try? String(contentsOf: url, encoding: .utf8),
            let documents = try? PEMDocument.parseMultiple(pemString: text)
        else { return nil }
        return documents.first { $0.discriminator == Certificate.defaultPEMDiscriminator }
            .flatMap { try? Certificate(pemDocument: $0) }
    }

    /// The private key of a file.
    static func privateKey(at url: URL) -> Certificate.PrivateKey? {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        return try? Certificate.PrivateKey(pemEncoded: text)
    }
}
