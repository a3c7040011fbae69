import Crypto
import Foundation
import Vault

/// The tag of a status document that was read (`ETag`), as it is kept: with a keyed digest.
///
/// Whoever put another in its place could have the partner say that nothing is new, so one that is not
/// ours counts for nothing.
struct PollTag {
    let tag: String
    /// The digest, a space and the tag.
    let stored: String

    init(_ tag: String, of delivery: String, under key: DataKey) {
        self.tag = tag
        let digest = key.mac(Data("poll_tag|\(delivery)|\(tag)".utf8))
        stored = "\(digest.prefix(16).base64EncodedString()) \(tag)"
    }

    /// Reads a tag; nil when somebody else wrote it, or a program that kept tags alone.
    init?(stored: String, of delivery: String, under key: DataKey) {
        guard let space = stored.firstIndex(of: " ") else { return nil }
        self.init(String(stored[stored.index(after: space)...]), of: delivery, under: key)
        guard self.stored == stored else { return nil }
    }

    /// Whether a program wrote it that kept tags alone, which are in quotation marks.
    static func isBare(_ stored: String) -> Bool {
        stored.hasPrefix("\"") || stored.hasPrefix("W/\"")
    }
}
