import Audit
import Database

extension AuditTrail {
    static let parked = "parked"

    /// Says that a delivery waits for a person, and why, where nothing else that is stored would.
    func parked(_ delivery: String, of child: String, for reason: ParkReason) -> AuditEntry {
        var entry = entry(.alteration, Self.parked)
        entry.child = child
        entry.delivery = delivery
        entry.facts["reason"] = reason.rawValue
        entry.mention(.clock, .text(delivery))
        return entry
    }

    /// The same for rows with `id`, `data_key` and `park_reason`.
    mutating func addParked(_ rows: [SQLRow]) throws {
        for row in rows {
            add(
                parked(
                    try row.text("id"),
                    of: try row.text("data_key"),
                    for: try row.word("park_reason")
                )
            )
        }
    }
}
