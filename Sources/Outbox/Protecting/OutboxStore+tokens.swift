package import Foundation
package import Referrals

import Audit
import Crypto
import Database
import Vault

/// A token by which another program is known, without the token itself.
package struct APIToken: Sendable, Codable, Equatable {
    package let id: String
    package let name: String
    package let roles: [Role]
    package let createdAt: Date
    package let expiresAt: Date
    package let revokedAt: Date?
}

extension OutboxStore {
    /// Makes a token and returns it with its secret, which is stored only as a digest.
    package func makeToken(
        named name: String,
        roles: [Role],
        until end: Date,
        at now: Date
    ) async throws -> (token: APIToken, secret: String) {
        let bytes = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
        let id = makeID()
        let secret = "rs_\(id)_" + bytes.map { String(format: "%02x", $0) }.joined()
        let token = APIToken(
            id: id,
            name: name,
            roles: roles.sorted { $0.rawValue < $1.rawValue },
            createdAt: now,
            expiresAt: end,
            revokedAt: nil
        )
        try await audited(at: now) { connection, trail in
            guard try !isInUse(name, at: now, on: connection) else {
                throw OutboxError.tokenInUse(name: name)
            }
            var entry = trail.entry(.administration, "token made")
            entry.facts = ["token": token.id, "name": name, "roles": token.words]
            entry.mention(.token, .text(token.id))
            entry.mention(.revocation, .text(token.id))
            trail.add(entry)
            try connection.execute(
                """
                INSERT INTO api_token (id, name, digest, roles, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    .text(token.id), .text(name),
                    .blob(try digest(of: secret, token, on: connection, at: now)),
                    .text(token.words), .moment(now), .moment(end),
                ]
            )
        }
        return (token, secret)
    }

    /// All tokens, the newest first.
    package func tokens() async throws -> [APIToken] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM api_token ORDER BY created_at DESC, id")
                .map(APIToken.init)
        }
    }

    private func isInUse(
        _ name: String,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.rows(
            "SELECT id FROM api_token WHERE name = $1 AND revoked_at IS NULL AND expires_at > $2",
            [.text(name), .moment(now)]
        ).isEmpty
    }

    /// Ends a token at once, named by its name, its ID or an unmistakable beginning of that; returns
    /// whether there was one.
    package func revokeToken(_ word: String, at now: Date) async throws -> Bool {
        try await audited(at: now) { connection, trail in
            let meant = try connection.rows(
                """
                SELECT id FROM api_token WHERE revoked_at IS NULL
                AND (name = $1 OR (id >= $1 AND id < $2)) LIMIT 2
                """,
                [.text(word), .text(word + "\u{7f}")]
            )
            guard meant.count < 2 else { throw OutboxError.ambiguous(word) }
            guard let id = try meant.first?.text("id"), !word.isEmpty else { return false }
            try connection.execute(
                "UPDATE api_token SET revoked_at = $2 WHERE id = $1",
                [.text(id), .moment(now)]
            )
            trail.add(Self.revocation(of: id, trail))
            return true
        }
    }

    /// Ends every token, in the transaction that the connection is in; returns how many there were.
    ///
    /// A store that goes back to a backup does not know which were revoked after it.
    static func revokeAllTokens(
        _ trail: inout AuditTrail,
        at now: Date,
        on connection: any SQLConnection
    ) throws -> Int {
        let ended = try connection.rows(
            "UPDATE api_token SET revoked_at = $1 WHERE revoked_at IS NULL RETURNING id",
            [.moment(now)]
        )
        for row in ended { trail.add(revocation(of: try row.text("id"), trail)) }
        return ended.count
    }

    private static func revocation(of id: String, _ trail: AuditTrail) -> AuditEntry {
        var entry = trail.entry(.administration, "token revoked")
        entry.facts["token"] = id
        entry.mention(.revocation, .text(id))
        return entry
    }

    /// Whoever a secret belongs to; nil when it is unknown, ended or revoked.
    package func caller(bearing secret: String, at now: Date) async throws -> Caller? {
        let parts = secret.split(separator: "_")
        guard parts.count == 3 else { return nil }
        let id = String(parts[1])
        return try await database.read { connection in
            let found = try connection.rows(
                """
                SELECT * FROM api_token WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2
                """,
                [.text(id), .moment(now)]
            )
            guard let row = found.first, let key = try tokenKey(on: connection) else { return nil }
            let token = try APIToken(row)
            guard
                HMAC<SHA256>.isValidAuthenticationCode(
                    try row.blob("digest"),
                    authenticating: token.content(with: secret),
                    using: key
                )
            else { return nil }
            return Caller(name: "token \(token.name)", roles: Set(token.roles))
        }
    }

    static let tokenSecret = "api-tokens"

    /// Keyed by a secret of the store and over everything that the token may do: a row that somebody
    /// writes into the database opens nothing.
    private func digest(
        of secret: String,
        _ token: APIToken,
        on connection: any SQLConnection,
        at now: Date
    ) throws -> Data {
        let key = SymmetricKey(
            data: try keys.secret(Self.tokenSecret, on: connection, at: now)
        )
        return Data(
            HMAC<SHA256>.authenticationCode(for: token.content(with: secret), using: key)
        )
    }

    private func tokenKey(on connection: any SQLConnection) throws -> SymmetricKey? {
        try keys.storedSecret(Self.tokenSecret, on: connection).map { SymmetricKey(data: $0) }
    }
}

extension APIToken {
    fileprivate func content(with secret: String) -> Data {
        let end = Int64((expiresAt.timeIntervalSince1970 * 1000).rounded())
        return Data("\(id)|\(name)|\(words)|\(end)|\(secret)".utf8)
    }

    fileprivate var words: String { roles.map(\.rawValue).joined(separator: " ") }

    fileprivate init(_ row: SQLRow) throws {
        id = try row.text("id")
        name = try row.text("name")
        roles = try row.text("roles").split(separator: " ").compactMap {
            Role(rawValue: String($0))
        }
        createdAt = try row.moment("created_at")
        expiresAt = try row.moment("expires_at")
        revokedAt = try row.optionalMoment("revoked_at")
    }
}
