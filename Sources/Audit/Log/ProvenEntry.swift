package import Database
package import Foundation

/// An entry with the proof that it is in the log of a checkpoint; anybody can check it by RFC 6962.
package struct ProvenEntry: Sendable, Codable, Equatable {
    package let index: Int64
    package let size: Int64
    package let path: [TreeHash]
    /// The bytes of the entry, in base64.
    package let entry: Data
    /// The signed note of the checkpoint (C2SP tlog-checkpoint).
    package let checkpoint: String
    /// The log's public key (C2SP signed-note).
    package let vkey: String
}

extension AuditLog {
    /// Proves an entry; nil while it is not in the tree.
    package static func prove(
        _ entry: LoggedEntry,
        under head: AuditHead,
        vkey: String,
        on connection: any SQLConnection
    ) throws -> ProvenEntry? {
        guard let position = entry.position, position < head.size else { return nil }
        let proof = try InclusionProof.make(
            index: position,
            size: head.size,
            tiles: StoredTiles(connection: connection)
        )
        return ProvenEntry(
            index: position,
            size: head.size,
            path: proof.path,
            entry: entry.leaf,
            checkpoint: head.note,
            vkey: vkey
        )
    }
}
