package import Foundation

import Referrals

import Audit
import Crypto
import Database
import Vault

/// A word by which a child may be looked for; it is stored only as a keyed digest.
package enum SearchTerm: Sendable, Equatable {
    case nhsNumber(String)
    case nameAndBirth(given: String, family: String, birth: String)

    /// The same for spellings that mean the same.
    fileprivate var text: String {
        switch self {
        case .nhsNumber(let number): "nhs|" + number.filter(\.isNumber)
        case .nameAndBirth(let given, let family, let birth):
            ["name", Self.plain(given), Self.plain(family), birth].joined(separator: "|")
        }
    }

    private static func plain(_ name: String) -> String {
        name.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .filter(\.isLetter)
    }
}

extension OutboxStore {
    static let searchSecret = "blind-index"

    /// Notes by what a child may be found; returns whether any of it is new.
    func index(
        _ terms: [SearchTerm],
        of child: String,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Bool {
        guard !terms.isEmpty else { return false }
        let secret = SymmetricKey(
            data: try keys.secret(Self.searchSecret, on: connection, at: now)
        )
        let values = terms.map { [SQLValue.blob($0.token(under: secret)), .text(child)] }
        ProcessGuard.wipeStack()
        return try connection.execute(forEach: values) { given in
            """
            INSERT INTO search_entry (token, child) VALUES \(given.list)
            ON CONFLICT (token, child) DO NOTHING
            """
        } > 0
    }

    /// The source references of the children whom a term means; the log says who looked, and why.
    package func find(
        _ term: SearchTerm,
        because reason: String,
        atMostInAnHour limit: Int,
        at now: Date
    ) async throws -> [String] {
        let caller = Caller.current.name
        return try await audited(at: now) { connection, trail in
            _ = try count(by: caller, atMost: limit, at: now, on: connection)
            let secret = SymmetricKey(
                data: try keys.secret(Self.searchSecret, on: connection, at: now)
            )
            let found = try connection.rows(
                "SELECT child FROM search_entry WHERE token = $1 ORDER BY child",
                [.blob(term.token(under: secret))]
            ).map { try $0.text("child") }
            for child in found {
                var entry = trail.entry(.consultation, "found by search")
                entry.isCounted = child == found.first
                try entry.explain(reason, ofChildUnder: try keys.key(id: child, on: connection))
                trail.add(entry)
            }
            if found.isEmpty {
                var entry = trail.entry(.consultation, "looked for in vain")
                entry.isCounted = true
                try entry.explain(reason, under: try reasonKey(at: now, on: connection))
                trail.add(entry)
            }
            return try found.flatMap { child in
                try connection.rows(
                    """
                    SELECT DISTINCT source_reference FROM referral WHERE data_key = $1
                    ORDER BY source_reference
                    """,
                    [.text(child)]
                ).map { try $0.text("source_reference") }
            }
        }
    }

    /// The newest version of a referral, opened for somebody who gives a reason; an entry says so.
    ///
    /// Throws `.tooManyReveals` when the caller has opened as many within the last hour as anybody may.
    package func reveal(
        _ reference: String,
        because reason: String,
        withNarrative isWanted: Bool,
        atMostInAnHour limit: Int,
        at now: Date
    ) async throws -> (canonical: Data, revealsInAnHour: Int) {
        let caller = Caller.current.name
        return try await audited(at: now) { connection, trail in
            let made = try count(by: caller, atMost: limit, at: now, on: connection)
            let id = try referralID(meaning: reference, on: connection)
            let found = try connection.rows(
                """
                SELECT version, data_key, sealed FROM referral WHERE id = $1
                ORDER BY version DESC LIMIT 1
                """,
                [.text(id)]
            )
            guard let row = found.first else { throw OutboxError.unknownReferral(reference) }
            let version = Int(try row.integer("version"))
            let key = try keys.key(id: try row.text("data_key"), on: connection)
            var entry = trail.entry(.consultation, "details opened")
            entry.referral = "\(id)/\(version)"
            entry.facts["narrative"] = isWanted ? "shown" : "folded"
            entry.isCounted = true
            try entry.explain(reason, ofChildUnder: key)
            trail.add(entry)
            return (
                try key.open(try row.blob("sealed"), as: .referral(id, version: version)),
                made + 1
            )
        }
    }

    /// How many children a caller has opened or looked for within the last hour; throws at the limit.
    private func count(
        by caller: String,
        atMost limit: Int,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Int {
        let made = try connection.rows(
            """
            SELECT count(*) AS made FROM audit_entry WHERE consulted_by = $1 AND at > $2
            """,
            [.text(caller), .moment(now.addingTimeInterval(-3600))]
        ).first?.integer("made")
        guard made ?? 0 < limit else { throw OutboxError.tooManyReveals(limit) }
        return Int(made ?? 0)
    }

    /// Notes that data of several children was put together.
    package func noteCombination(_ action: String, of count: Int, at now: Date) async throws {
        try await audited(at: now) { _, trail in
            var entry = trail.entry(.combination, action)
            entry.facts["referrals"] = "\(count)"
            trail.add(entry)
        }
    }
}

extension SearchTerm {
    fileprivate func token(under secret: SymmetricKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret))
    }
}
