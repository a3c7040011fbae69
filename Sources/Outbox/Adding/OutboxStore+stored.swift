import Database
import Foundation
import Vault

extension OutboxStore {
    /// Reads a stored referral version with its deliveries, in the order of partners.
    func storedReferral(
        ofSource sourceReference: String,
        version: Int,
        on connection: any SQLConnection
    ) throws -> StoredReferral? {
        let found = try connection.rows(
            """
            SELECT id, version, source_reference, unrouted FROM referral
            WHERE source_reference = $1 AND version = $2
            """,
            [.text(sourceReference), .integer(version)]
        )
        guard let row = found.first else { return nil }
        let id = try row.text("id")
        let deliveries = try connection.rows(
            """
            SELECT id, partner, contract, state, park_reason FROM delivery
            WHERE referral_id = $1 AND referral_version = $2 ORDER BY partner, id
            """,
            [.text(id), .integer(version)]
        )
        return StoredReferral(
            id: id,
            version: version,
            sourceReference: sourceReference,
            isUnrouted: try row.integer("unrouted") == 1,
            deliveries: try deliveries.map { row in
                StoredReferral.Delivery(
                    id: try row.text("id"),
                    partner: try row.text("partner"),
                    contract: try row.text("contract"),
                    state: try row.word("state"),
                    parkReason: try row.optionalWord("park_reason")
                )
            }
        )
    }

    /// Opens the canonical referral of a stored version.
    func canonical(
        of referral: StoredReferral,
        on connection: any SQLConnection
    ) throws -> Data {
        let found = try connection.rows(
            "SELECT data_key, sealed FROM referral WHERE id = $1 AND version = $2",
            [.text(referral.id), .integer(referral.version)]
        )
        guard let row = found.first else {
            throw DatabaseError.statement("a stored referral cannot be read back")
        }
        let key = try keys.key(id: try row.text("data_key"), on: connection)
        return try key.open(
            try row.blob("sealed"),
            as: .referral(referral.id, version: referral.version)
        )
    }
}

extension SQLRow {
    /// A word of one of our enumerations, as the store's `CHECK` guarantees.
    func word<Word: RawRepresentable>(
        _ column: String
    ) throws(DatabaseError) -> Word where Word.RawValue == String {
        guard let word: Word = try optionalWord(column) else {
            throw .statement("column \(column) is NULL")
        }
        return word
    }

    /// A word of one of our enumerations, or nil for `NULL`.
    func optionalWord<Word: RawRepresentable>(
        _ column: String
    ) throws(DatabaseError) -> Word? where Word.RawValue == String {
        guard let text = try optionalText(column) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .statement("column \(column) holds an unknown word")
        }
        return word
    }
}
