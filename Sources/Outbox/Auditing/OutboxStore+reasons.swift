import Audit
import Crypto
import Database
import Foundation
import Vault

extension OutboxStore {
    private static let page = 500

    /// Entries whose reason is not the one that they were made with.
    func wrongReasons() async throws -> [AuditDamage] {
        var damages: [AuditDamage] = []
        var last: String? = ""
        while let after = last {
            let (found, end) = try await database.read { connection in
                let rows = try connection.rows(
                    """
                    SELECT \(LoggedEntry.columns) FROM audit_entry
                    WHERE id > $1 AND (sealed IS NOT NULL OR entry LIKE '%"commitments":{"reason"%')
                    ORDER BY id LIMIT \(Self.page)
                    """,
                    [.text(after)]
                )
                let damages = try rows.compactMap { try wrongReason($0, on: connection) }
                return (damages, rows.count == Self.page ? try rows.last?.text("id") : nil)
            }
            damages += found
            last = end
        }
        return damages
    }

    private func wrongReason(
        _ row: SQLRow,
        on connection: any SQLConnection
    ) throws -> AuditDamage? {
        // What cannot be read is told of by the log.
        guard let entry = try? LoggedEntry(row) else { return nil }
        // Of an erasure only the commitment is kept.
        if entry.sealedReason == nil, entry.content.kind == AuditEntry.Kind.erasure.rawValue {
            return nil
        }
        let key = entry.content.child.flatMap { try? keys.key(id: $0, on: connection) }
        // Whether the child's key should be there is found out by itself.
        if entry.content.child != nil, key == nil { return nil }
        guard let reason = reason(of: entry, on: connection),
            let committed = entry.content.commitments?["reason"]
        else { return AuditDamage("audit_entry/\(entry.id)", "its reason does not open") }
        let candidates = [key, try storedReasonKey(on: connection)].compactMap(\.self)
        let isSame = candidates.contains {
            $0.mac(Data(reason.utf8)).base64EncodedString() == committed
        }
        return isSame ? nil : AuditDamage("audit_entry/\(entry.id)", "its reason is another")
    }

    /// Tags of status documents that nobody here wrote.
    func wrongTags() async throws -> [AuditDamage] {
        var damages: [AuditDamage] = []
        var last: String? = ""
        while let after = last {
            let (found, end) = try await database.read { connection in
                let rows = try connection.rows(
                    """
                    SELECT delivery.id AS id, poll_tag, \(DataKeys.columns) FROM delivery
                    JOIN child_key ON child_key.id = data_key
                    WHERE delivery.id > $1 AND poll_tag IS NOT NULL AND wrapped <> $2
                    ORDER BY delivery.id LIMIT \(Self.page)
                    """,
                    [.text(after), .blob(DataKeys.gone)]
                )
                let damages = try rows.compactMap(wrongTag)
                return (damages, rows.count == Self.page ? try rows.last?.text("id") : nil)
            }
            damages += found
            last = end
        }
        return damages
    }

    private func wrongTag(_ row: SQLRow) throws -> AuditDamage? {
        let (id, stored) = (try row.text("id"), try row.text("poll_tag"))
        guard !PollTag.isBare(stored), let key = try? keys.key(in: row) else { return nil }
        return PollTag(stored: stored, of: id, under: key) == nil
            ? AuditDamage("delivery/\(id)", "the tag of its status document is another") : nil
    }
}
