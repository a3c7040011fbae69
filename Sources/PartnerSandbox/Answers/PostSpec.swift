import ArgumentParser

/// The key by which an agency signs what it posts, as people type it: `AGENCY:KEYID:ALGORITHM:FILE`, the
/// file with a private key in PEM (ed25519) or a secret in base64 (hmac-sha256).
struct PostKeySpec: ExpressibleByArgument, Sendable {
    let agency: String
    let keyID: String
    let algorithm: String
    let file: String

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 3).map(String.init)
        guard parts.count == 4, ["ed25519", "hmac-sha256"].contains(parts[2]) else { return nil }
        (agency, keyID, algorithm, file) = (parts[0], parts[1], parts[2], parts[3])
    }
}

/// What an agency does wrong when it posts, as people type it: `AGENCY=FAULT`.
struct PostFault: ExpressibleByArgument, Sendable {
    /// What may go wrong.
    enum Kind: String, Sendable, CaseIterable {
        /// The body is not the one that was signed.
        case forged
        /// Each request is sent a second time, byte for byte.
        case replay
        /// The signature was made an hour ago.
        case stale
        /// The answer is about a document that was never sent.
        case unknownKey = "unknown-key"
        /// The answer is about other bytes.
        case otherDigest = "other-digest"
        /// The request is not signed.
        case unsigned
    }

    let agency: String
    let kind: Kind

    init?(argument: String) {
        let parts = argument.split(separator: "=").map(String.init)
        guard parts.count == 2, let kind = Kind(rawValue: parts[1]) else { return nil }
        (agency, self.kind) = (parts[0], kind)
    }
}
