import Database
import Foundation
import Vault

/// Opens every sealed value of a store, to show that it can be read.
struct SealedValues {
    /// What was found.
    struct Findings: Sendable {
        var opened = 0
        /// Values whose child's key is gone.
        var unreadable = 0
        var complaints: [String] = []
    }

    private static let batch = 500
    private static let complaintsMax = 10

    /// A column of sealed values, with how its rows find the child's key.
    private struct Column: Sendable {
        let table: String
        let key: [String]
        let join: String
        let place: @Sendable (SQLRow) throws -> SealedPlace
    }

    private static let byDelivery = "JOIN delivery AS owner ON owner.id = held.delivery"
    private static let byReferral = """
        JOIN referral AS owner
        ON owner.id = held.referral_id AND owner.version = held.referral_version
        """

    private static let byChild = """
        JOIN (SELECT id AS data_key FROM child_key) AS owner
        ON owner.data_key = held.child AND held.sealed IS NOT NULL
        """

    private static let columns = [
        Column(
            table: "referral",
            key: ["id", "version"],
            join: "JOIN referral AS owner ON owner.id = held.id AND owner.version = held.version"
        ) { .referral(try $0.text("id"), version: Int(try $0.integer("version"))) },
        Column(table: "delivery_body", key: ["delivery"], join: byDelivery) {
            .body(of: try $0.text("delivery"))
        },
        Column(table: "attempt", key: ["delivery", "epoch"], join: byDelivery) {
            .attempt(try $0.integer("epoch"), of: try $0.text("delivery"))
        },
        Column(table: "answer", key: ["id"], join: byDelivery) { .answer(try $0.text("id")) },
        Column(table: "evidence", key: ["id"], join: byDelivery) { .evidence(try $0.text("id")) },
        Column(table: "withdrawal", key: ["id"], join: byReferral) {
            .withdrawal(try $0.text("id"))
        },
        Column(table: "resend", key: ["id"], join: byDelivery) { .resend(try $0.text("id")) },
        Column(table: "audit_entry", key: ["id"], join: byChild) {
            .auditReason(try $0.text("id"))
        },
        Column(table: "legal_hold", key: ["id"], join: byChild) {
            SealedPlace(table: "legal_hold", row: try $0.text("id"), column: "sealed")
        },
    ]

    let keys: DataKeys

    /// Opens all of them, a batch in one transaction.
    func openAll(in database: any SQLDatabase) async throws -> Findings {
        var findings = Findings()
        for column in Self.columns {
            var last: [SQLValue]?
            repeat {
                let after = last
                let found = findings
                (findings, last) = try await database.read { connection in
                    var findings = found
                    let last = try open(column, after: after, on: connection, into: &findings)
                    return (findings, last)
                }
            } while last != nil
        }
        return findings
    }

    /// Opens one batch; returns the key of its last row, or nil when there were no more.
    private func open(
        _ column: Column,
        after last: [SQLValue]?,
        on connection: any SQLConnection,
        into findings: inout Findings
    ) throws -> [SQLValue]? {
        let key = column.key.map { "held.\($0)" }.joined(separator: ", ")
        let places = (last ?? []).indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let condition = last == nil ? "true" : "(\(key)) > (\(places))"
        let rows = try connection.rows(
            """
            SELECT \(key), held.sealed AS held_sealed, \(DataKeys.columns)
            FROM \(column.table) AS held \(column.join)
            JOIN child_key ON child_key.id = owner.data_key
            WHERE \(condition) ORDER BY \(key) LIMIT \(Self.batch)
            """,
            last ?? []
        )
        for row in rows { try open(row, of: column, into: &findings) }
        guard rows.count == Self.batch, let end = rows.last else { return nil }
        return try column.key.map { try end.value($0) }
    }

    private func open(_ row: SQLRow, of column: Column, into findings: inout Findings) throws {
        guard let sealed = try row.optionalBlob("held_sealed") else { return }
        guard try row.blob("key_wrapped") != DataKeys.gone else {
            findings.unreadable += 1
            return
        }
        do {
            _ = try keys.key(in: row).open(sealed, as: try column.place(row))
            findings.opened += 1
        } catch let error as VaultError {
            guard findings.complaints.count < Self.complaintsMax else { return }
            findings.complaints.append(error.message)
        }
    }
}
