import Audit
import Crypto
import Database
import Foundation
import Vault

/// Looks at the whole log of a store, and at everything that it speaks of.
struct AuditProof {
    static let signingSecret = "audit-signing"

    let keys: DataKeys

    /// What is not as the log says; nothing when the store has no log yet.
    func damages(of database: any SQLDatabase, at now: Date) async throws -> [AuditDamage] {
        let secret = try await database.read { connection in
            try keys.storedSecret(Self.signingSecret, on: connection)
        }
        guard let secret else { return [] }
        return try await report(
            on: database,
            verifier: try Self.signer(secret).verifier,
            witnessed: [],
            at: now
        ).damages
    }

    /// Everything that a look finds.
    func report(
        on database: any SQLDatabase,
        verifier: NoteVerifier,
        witnessed: [String],
        at now: Date
    ) async throws -> AuditReport {
        let gone = try await database.read { connection in
            Set(
                try connection.rows(
                    "SELECT id FROM child_key WHERE wrapped = $1",
                    [.blob(DataKeys.gone)]
                ).map { try $0.text("id") }
            )
        }
        return try await AuditVerifier(
            verifier,
            tables: AuditedTable.outbox,
            erased: gone,
            witnessed: witnessed
        ).verify(database, at: now)
    }

    /// Who signs checkpoints with a secret; the name is of the key, so no two stores share it.
    static func signer(_ secret: Data) throws -> NoteSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        let name = key.publicKey.rawRepresentation.prefix(4)
            .map { String(format: "%02x", $0) }.joined()
        return try NoteSigner(name: "referral-sync/\(name)", key: key)
    }
}
