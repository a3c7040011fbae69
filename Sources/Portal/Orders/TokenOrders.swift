package import Foundation
package import Outbox
package import Referrals

import Oversight

/// `tokens create`.
package struct TokenOrder: DeskOrder {
    package static let path = "tokens"
    package static let role = Role.administrator

    package let name: String
    package let roles: [Role]
    package let expiresAt: Date

    /// Asks for a token.
    package init(name: String, roles: [Role], expiresAt: Date) {
        self.name = name
        self.roles = roles
        self.expiresAt = expiresAt
    }

    /// The token with its secret, which is shown this once.
    package struct Report: Sendable, Codable {
        package let token: APIToken
        package let secret: String
    }

    package func carryOut(at desk: LocalDesk) async throws -> Report {
        let (token, secret) = try await desk.overseer.makeToken(
            named: name,
            roles: roles,
            until: expiresAt
        )
        return Report(token: token, secret: secret)
    }
}

/// `tokens list`.
package struct TokensOrder: DeskOrder {
    package static let path = "tokens/list"
    package static let role = Role.administrator

    /// Asks for all tokens.
    package init() {}

    package func carryOut(at desk: LocalDesk) async throws -> [APIToken] {
        try await desk.overseer.tokens()
    }
}

/// `tokens revoke`.
package struct RevokeOrder: DeskOrder {
    package static let path = "tokens/revoke"
    package static let role = Role.administrator

    /// Its ID, the beginning of that, or its name.
    package let id: String

    /// Asks to end a token.
    package init(id: String) { self.id = id }

    package func carryOut(at desk: LocalDesk) async throws -> Done {
        guard try await desk.overseer.revokeToken(id) else {
            throw DeskError.notFound(
                "No token in use has the name or ID \(id). The list: referral-sync tokens list"
            )
        }
        return Done(count: 1)
    }
}
