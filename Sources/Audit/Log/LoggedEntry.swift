package import Database
package import Foundation

/// An entry as it is read from the log.
package struct LoggedEntry: Sendable {
    package let id: String
    /// Its place in the log; nil until it has one.
    package let position: Int64?
    /// The bytes that are hashed.
    package let leaf: Data
    /// Why, sealed under the child's key.
    package let sealedReason: Data?
    package let content: Content

    /// What an entry says.
    package struct Content: Sendable, Codable, Equatable {
        package let v: Int
        package let id: String
        /// Milliseconds since 1970.
        package let at: Int64
        package let kind: String
        package let action: String
        package let by: String
        package let child: String?
        package let referral: String?
        package let delivery: String?
        package let to: String?
        package let facts: [String: String]?
        package let commitments: [String: String]?
        /// Of a consultation, whether it is one of those that are counted for each caller: 1 or 0.
        package let counted: Int?
        package let rows: [String: String]?
    }

    /// What a query selects of an entry.
    package static let columns = "id, at, child, entry, sealed, position, consulted_by"

    /// Reads a row of `columns`; throws when its columns contradict the entry.
    package init(_ row: SQLRow) throws {
        id = try row.text("id")
        position = try row.optionalInteger("position")
        leaf = Data(try row.text("entry").utf8)
        sealedReason = try row.optionalBlob("sealed")
        guard let content = try? JSONDecoder().decode(Content.self, from: leaf) else {
            throw AuditDamage("audit_entry/\(id)", "the entry cannot be read")
        }
        guard content.id == id, content.at == (try row.integer("at")),
            content.child == (try row.optionalText("child")),
            content.isCounted(for: try row.optionalText("consulted_by"))
        else { throw AuditDamage("audit_entry/\(id)", "its columns contradict the entry") }
        self.content = content
    }
}

extension LoggedEntry.Content {
    /// Whether the column by which looks are counted is right; the oldest entries do not say it
    /// themselves.
    fileprivate func isCounted(for caller: String?) -> Bool {
        let isOld = counted == nil && kind == AuditEntry.Kind.consultation.rawValue
        return caller == (counted == 1 ? by : nil) || (isOld && caller == by)
    }
}
