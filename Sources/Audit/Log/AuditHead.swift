package import Database
package import Foundation

/// How far the tree has grown.
package struct AuditHead: Sendable {
    package let size: Int64
    /// The newest checkpoint, a signed note.
    package let note: String
    package let at: Date
    let frontier: TreeFrontier

    /// The head in the store; nil while nothing was put in order.
    package static func read(
        on connection: any SQLConnection,
        toChange: Bool = false
    ) throws -> AuditHead? {
        let found = try connection.rows(
            "SELECT size, nodes, at, note FROM audit_head "
                + (toChange ? connection.dialect.forUpdate : "")
        )
        guard let row = found.first else { return nil }
        let size = try row.integer("size")
        guard let nodes = TreeHash.sequence(in: try row.blob("nodes")),
            let frontier = TreeFrontier(size: size, nodes: nodes)
        else { throw AuditDamage("audit_head", "the tree's nodes do not fit its size") }
        return AuditHead(
            size: size,
            note: try row.text("note"),
            at: try row.moment("at"),
            frontier: frontier
        )
    }

    func store(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO audit_head (one, size, nodes, at, note) VALUES (1, $1, $2, $3, $4)
            ON CONFLICT (one) DO UPDATE SET size = excluded.size, nodes = excluded.nodes,
                at = excluded.at, note = excluded.note
            """,
            [
                .integer(size), .blob(TreeHash.bytes(of: frontier.nodes)), .moment(at), .text(note),
            ]
        )
        let minute = Int64(at.timeIntervalSince1970 / 60)
        try connection.execute(
            """
            INSERT INTO audit_checkpoint (minute, size, note) VALUES ($1, $2, $3)
            ON CONFLICT (minute) DO UPDATE SET size = excluded.size, note = excluded.note
            """,
            [.integer(minute), .integer(size), .text(note)]
        )
    }
}
