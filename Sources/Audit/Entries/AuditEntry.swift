package import Database
package import Foundation

/// One thing that was done, as the log keeps it for ever: who, when, what kind, why and to whom.
///
/// It never holds content. What must be provable of content is a commitment: a digest keyed by the
/// child's own key, which says nothing once that key is destroyed.
package struct AuditEntry: Sendable {
    /// The kinds of processing that must be logged (Data Protection Act 2018, section 62), and the work
    /// on the service itself.
    package enum Kind: String, Sendable, CaseIterable {
        case collection
        case alteration
        case consultation
        case disclosure
        case combination
        case erasure
        case administration
    }

    /// The action of an entry that says that the whole log was looked at.
    package static let logVerified = "log verified"

    /// The action of an entry that says that the store was restored from a backup.
    package static let restored = "restored"

    package let id: String
    package let at: Date
    package let kind: Kind
    /// What was done, in one word or two.
    package let action: String
    package let by: String
    /// The child's key, by which all entries about one child are found.
    package var child: String?
    package var referral: String?
    package var delivery: String?
    /// To whom it was disclosed.
    package var recipient: String?
    /// What else is to be known, by name; never about a person.
    package var facts: [String: String] = [:]
    /// Keyed digests of content, by name.
    package var commitments: [String: Data] = [:]
    /// The rows that it wrote, which can be checked against it.
    var mentions: [Mention] = []
    /// Whether it is one of those that are counted for each caller.
    package var isCounted = false
    /// Why, in the words of whoever asked, sealed under the child's key.
    package var sealedReason: Data?

    /// A row, by its key, with its digest if that is known without reading it.
    struct Mention: Sendable {
        let table: AuditedTable
        let key: [SQLValue]
        var digest: Data?
    }

    /// Describes what was done.
    init(id: String, at now: Date, _ kind: Kind, _ action: String, by caller: String) {
        self.id = id
        at = now
        self.kind = kind
        self.action = action
        by = caller
    }

    /// Speaks of a row, as it will be when the transaction ends.
    package mutating func mention(_ table: AuditedTable, _ key: SQLValue...) {
        mention(table, of: key)
    }

    /// Speaks of a row, given by its key.
    package mutating func mention(_ table: AuditedTable, of key: [SQLValue]) {
        mentions.append(Mention(table: table, key: key))
    }

    /// The same for a row whose key and columns that never change are known, in the table's order.
    package mutating func mention(_ table: AuditedTable, holding values: [SQLValue]) {
        mentions.append(
            Mention(
                table: table,
                key: Array(values.prefix(table.key.count)),
                digest: RowDigest.digest(of: values)
            )
        )
    }

    /// The entry as it is hashed, with the digests of its rows: JSON with its keys in a fixed order.
    func leaf(_ digests: [String: Data]) -> String {
        var json = LeafWriter()
        json.add("v", 1)
        json.add("id", id)
        json.add("at", Int64((at.timeIntervalSince1970 * 1000).rounded()))
        json.add("kind", kind.rawValue)
        json.add("action", action)
        json.add("by", by)
        json.add("child", child)
        json.add("referral", referral)
        json.add("delivery", delivery)
        json.add("to", recipient)
        json.add("facts", facts)
        json.add("commitments", commitments.mapValues { $0.base64EncodedString() })
        if kind == .consultation { json.add("counted", isCounted ? 1 : 0) }
        json.add("rows", digests.mapValues { $0.base64EncodedString() })
        return json.text
    }
}
