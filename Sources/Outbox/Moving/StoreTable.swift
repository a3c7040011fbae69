import Database

/// A table whose rows belong to the store wherever it is; what the database derives is left out.
struct StoreTable: Sendable {
    let name: String
    /// The primary key, in whose order rows are read.
    let key: [String]
    private let others: [String]

    var columns: [String] { key + others }

    init(name: String, key: [String], others: [String]) {
        self.name = name
        self.key = key
        self.others = others
    }

    /// Every table, each after those that it refers to.
    static let all = [
        StoreTable(
            name: "child_key",
            key: ["id"],
            others: ["subject", "key_encryption_key", "wrapped", "created_at", "destroyed_at"]
        ),
        StoreTable(
            name: "store_secret",
            key: ["name"],
            others: ["key_encryption_key", "wrapped", "created_at"]
        ),
        StoreTable(name: "sealing_key", key: ["one"], others: ["id"]),
        StoreTable(
            name: "referral",
            key: ["id", "version"],
            others: [
                "source_reference", "data_key", "urgency", "submitted_at", "unrouted", "cohort",
                "age_band", "area", "month", "sealed",
            ]
        ),
        StoreTable(
            name: "left_out",
            key: ["referral_id", "referral_version", "partner"],
            others: ["reason"]
        ),
        StoreTable(
            name: "delivery",
            key: ["id"],
            others: [
                "referral_id", "referral_version", "partner", "contract", "data_key",
                "idempotency_key", "state", "park_reason", "urgency", "queued_at", "due_at",
                "horizon_at", "attempts", "lease_epoch", "lease_owner", "lease_ends_at",
                "answer_due_at", "poll_at", "message", "receipt_due_at", "decision_due_at",
                "outcome_due_at", "overdue_at", "rings_at", "rung", "rung_clock", "poll_tag",
            ]
        ),
        StoreTable(name: "delivery_body", key: ["delivery"], others: ["sealed"]),
        StoreTable(
            name: "attempt",
            key: ["delivery", "epoch"],
            others: [
                "worker", "started_at", "ended_at", "outcome", "phase", "code", "status", "late",
                "next_at", "sealed",
            ]
        ),
        StoreTable(
            name: "answer",
            key: ["id"],
            others: [
                "delivery", "received_at", "kind", "decision", "path", "mac", "sealed", "evidence",
                "said_at",
            ]
        ),
        StoreTable(name: "evidence", key: ["id"], others: ["delivery", "at", "sealed"]),
        StoreTable(
            name: "escalation",
            key: ["id"],
            others: ["delivery", "at", "clock", "stage", "due_at"]
        ),
        StoreTable(
            name: "notice",
            key: ["id"],
            others: ["escalation", "recipient", "due_at", "attempts", "sent_at", "not_before"]
        ),
        StoreTable(
            name: "reroute",
            key: ["delivery"],
            others: ["asked_at", "state", "other", "obstacle"]
        ),
        StoreTable(
            name: "withdrawal",
            key: ["id"],
            others: ["referral_id", "referral_version", "at", "asked_by", "sealed"]
        ),
        StoreTable(name: "feed", key: ["partner"], others: ["place", "at"]),
        StoreTable(name: "resend", key: ["id"], others: ["delivery", "at", "asked_by", "sealed"]),
        StoreTable(name: "child_record", key: ["child"], others: ["class", "review_at"]),
        StoreTable(
            name: "legal_hold",
            key: ["id"],
            others: ["child", "since", "held_by", "sealed", "released_at"]
        ),
        StoreTable(name: "erasure", key: ["child"], others: ["at", "certificate"]),
        StoreTable(name: "search_entry", key: ["token", "child"], others: []),
        StoreTable(
            name: "api_token",
            key: ["id"],
            others: ["name", "digest", "roles", "created_at", "expires_at", "revoked_at"]
        ),
        StoreTable(
            name: "audit_entry",
            key: ["id"],
            others: ["at", "child", "consulted_by", "entry", "sealed", "position", "written"]
        ),
        StoreTable(name: "audit_tile", key: ["level", "tile"], others: ["hashes"]),
        StoreTable(name: "audit_head", key: ["one"], others: ["size", "nodes", "at", "note"]),
        StoreTable(name: "audit_checkpoint", key: ["minute"], others: ["size", "note"]),
        StoreTable(name: "lane_hold", key: ["partner"], others: ["since", "held_by", "reason"]),
        StoreTable(
            name: "backup",
            key: ["id"],
            others: [
                "at", "name", "folder", "bytes", "keys_bytes", "seconds", "rows", "keys_until",
                "verified_at", "deleted_at",
            ]
        ),
    ]

    /// The same table without some of its columns.
    func without(_ columns: Set<String>) -> StoreTable {
        StoreTable(name: name, key: key, others: others.filter { !columns.contains($0) })
    }

    /// The same table with the further columns of another.
    func adding(_ other: StoreTable) -> StoreTable {
        StoreTable(name: name, key: key, others: others + other.others)
    }

    /// The same table with the columns that it has elsewhere; nil when it does not know one of them.
    func with(columns: [String]) -> StoreTable? {
        guard columns.starts(with: key), Set(columns).isSubset(of: Set(self.columns)) else {
            return nil
        }
        return StoreTable(name: name, key: key, others: Array(columns.dropFirst(key.count)))
    }

    /// Rows in the order of the key, after one key.
    func rows(
        after last: [SQLValue]?,
        upTo limit: Int,
        on connection: any SQLConnection
    ) throws -> [SQLRow] {
        let keys = key.joined(separator: ", ")
        var condition = ""
        if let last {
            let places = last.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            condition = "WHERE (\(keys)) > (\(places))"
        }
        return try connection.rows(
            """
            SELECT \(columns.joined(separator: ", ")) FROM \(name) \(condition)
            ORDER BY \(keys) LIMIT \(limit)
            """,
            last ?? []
        )
    }

    /// The last key that there is, if there are rows.
    func lastKey(on connection: any SQLConnection) throws -> [SQLValue]? {
        let order = key.map { "\($0) DESC" }.joined(separator: ", ")
        return try connection.rows(
            "SELECT \(key.joined(separator: ", ")) FROM \(name) ORDER BY \(order) LIMIT 1"
        ).first.map { row in try key.map { try row.value($0) } }
    }

    /// The values of a row, in the order of the columns.
    func values(of row: SQLRow) throws -> [SQLValue] { try columns.map { try row.value($0) } }

    func insert(_ rows: [[SQLValue]], on connection: any SQLConnection) throws {
        try connection.execute(forEach: rows) { given in
            "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES \(given.list)"
        }
    }
}
