import ArgumentParser

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
