package import Database
package import Foundation

extension AuditLog {
    /// Puts new entries in order, grows the tree over them and signs a checkpoint; returns how many
    /// entries it took in, at most `limit`.
    ///
    /// For whoever has the duty alone: the head's row is locked all the same.
    package static func grow(
        upTo limit: Int,
        signedBy signer: NoteSigner,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Int {
        let head = try AuditHead.read(on: connection, toChange: true)
        let frontier = head?.frontier ?? TreeFrontier()
        if head == nil, try !connection.rows("SELECT tile FROM audit_tile LIMIT 1").isEmpty {
            throw AuditDamage("audit_head", "it is missing")
        }
        try place(upTo: limit, on: connection)
        let rows = try connection.rows(
            """
            SELECT position, entry FROM audit_entry WHERE position >= $1
            ORDER BY position LIMIT $2
            """,
            [.integer(frontier.size), .integer(limit)]
        )
        let leaves = try rows.enumerated().map { index, row in
            guard try row.integer("position") == frontier.size + Int64(index) else {
                throw AuditDamage("audit_entry, position \(frontier.size)", "an entry is missing")
            }
            return TreeHash.leaf(Data(try row.text("entry").utf8))
        }
        guard !leaves.isEmpty else { return 0 }
        let tiles = StoredTiles(connection: connection)
        let grown = try frontier.growing(by: leaves, from: tiles)
        try tiles.store(grown.tiles)
        let checkpoint = try Checkpoint(
            origin: signer.name,
            size: grown.frontier.size,
            root: grown.frontier.root
        )
        try AuditHead(
            size: grown.frontier.size,
            note: try checkpoint.signed(by: [signer]).encoded,
            at: now,
            frontier: grown.frontier
        ).store(on: connection)
        return leaves.count
    }

    /// Gives a place to all entries that wait for one, in a store that was filled from another and that
    /// nobody works on yet: what is written from now on comes after them.
    package static func placeWaiting(on connection: any SQLConnection) throws {
        try place(upTo: .max, on: connection)
    }

    /// The order of entries that have no place yet.
    ///
    /// Whoever changes a row after another did so writes its entry later, because the row is locked in
    /// between; what clocks of several machines say does not count.
    static let order = "coalesce(written, 0), at, id"

    /// Gives a place to entries of transactions that ran beside one another, here or in the store that
    /// they were copied from.
    private static func place(upTo limit: Int, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE audit_entry SET position = placed.position FROM (
                SELECT id, row_number() OVER (ORDER BY \(order)) - 1
                    + (SELECT COALESCE(MAX(position), -1) + 1 FROM audit_entry) AS position
                FROM (SELECT id, at, written FROM audit_entry WHERE position IS NULL
                    ORDER BY \(order) LIMIT \(limit)) AS next) AS placed
            WHERE audit_entry.id = placed.id
            """
        )
    }
}
