import Database
import Foundation
import Outbox
import Referrals
import Testing

@Suite struct TokenTests {
    private let end = TestStore.t0.addingTimeInterval(3600)

    private func with(
        _ test: (TestStore, APIToken, String) async throws -> Void
    ) async throws {
        try await TestStore.with { store in
            let (token, secret) = try await store.outbox.makeToken(
                named: "case-system",
                roles: [.submitter],
                until: end,
                at: TestStore.t0
            )
            try await test(store, token, secret)
        }
    }

    @Test func `a token is known until it ends or is revoked`() async throws {
        try await with { store, token, secret in
            let known = try await store.outbox.caller(bearing: secret, at: TestStore.t0)
            let ended = try await store.outbox.caller(bearing: secret, at: end)
            let wrong = try await store.outbox.caller(bearing: secret + "0", at: TestStore.t0)
            #expect(try await store.outbox.revokeToken(token.id, at: TestStore.t0))
            let revoked = try await store.outbox.caller(bearing: secret, at: TestStore.t0)

            #expect(known == Caller(name: "token case-system", roles: [.submitter]))
            #expect(ended == nil && wrong == nil && revoked == nil)
        }
    }

    @Test func `a name is given once, and is enough to revoke it`() async throws {
        try await with { store, token, secret in
            await #expect(throws: OutboxError.tokenInUse(name: "case-system")) {
                try await store.outbox.makeToken(
                    named: "case-system",
                    roles: [.viewer],
                    until: end,
                    at: TestStore.t0
                )
            }
            #expect(try await !store.outbox.revokeToken("case", at: TestStore.t0))
            #expect(try await store.outbox.revokeToken("case-system", at: TestStore.t0))
            #expect(try await store.outbox.caller(bearing: secret, at: TestStore.t0) == nil)

            let next = try await store.outbox.makeToken(
                named: "case-system",
                roles: [.submitter],
                until: end,
                at: TestStore.t0
            ).token
            _ = try await store.outbox.makeToken(
                named: "other",
                roles: [.submitter],
                until: end,
                at: TestStore.t0
            )
            await #expect(throws: OutboxError.ambiguous("0000")) {
                try await store.outbox.revokeToken("0000", at: TestStore.t0)
            }
            #expect(try await store.outbox.revokeToken(next.id, at: TestStore.t0))
        }
    }

    @Test(arguments: [
        "UPDATE api_token SET roles = 'administrator'",
        "UPDATE api_token SET expires_at = expires_at + 1",
        "UPDATE api_token SET name = 'another'",
    ])
    func `a row that somebody else wrote opens nothing`(change: String) async throws {
        try await with { store, _, secret in
            try await store.database.write { connection in _ = try connection.execute(change) }

            #expect(try await store.outbox.caller(bearing: secret, at: TestStore.t0) == nil)
        }
    }
}
