import Audit
import Database

extension AuditEntry {
    /// Speaks of the clocks of deliveries, given as rows with `id`.
    mutating func mentionClocks(of rows: [SQLRow]) throws {
        for row in rows { mention(.clock, .text(try row.text("id"))) }
    }
}
