import Outbox
import Audit
import Referrals
import Testing

@Suite struct NoteTests {
    private func entries(_ store: TestStore, about reference: String? = nil) async throws
        -> [(entry: LoggedEntry, reason: String?)]
    {
        try await store.outbox.auditEntries(AuditQuery(limit: 10), about: reference)
    }

    @Test func `a refusal says what was asked, and of which referral`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let mallory = Caller(name: "mallory", roles: [])

            for reference in ["CASE-1", "Invented Child, born 2014"] {
                try await store.outbox.note(
                    Refusal("erasures", about: reference, of: mallory),
                    at: TestStore.t0
                )
            }

            let found = try await entries(store).map(\.entry.content).filter {
                $0.action == "refused"
            }
            #expect(found.map(\.by) == ["mallory", "mallory"])
            #expect(found.map { $0.facts?["asked"] } == ["erasures", "erasures"])
            #expect(found.count { $0.referral != nil } == 1)
            #expect(try await entries(store, about: "CASE-1").count == 2)
        }
    }

    @Test func `why a child was looked for in vain is kept, sealed`() async throws {
        try await TestStore.with { store in
            let found = try await store.outbox.find(
                .nhsNumber("9990000018"),
                because: "A call from the school",
                atMostInAnHour: 30,
                at: TestStore.t0
            )

            let made = try #require(try await entries(store).first)
            #expect(found == [] && made.entry.content.action == "looked for in vain")
            #expect(made.reason == "A call from the school")
            #expect(!String(decoding: made.entry.leaf, as: UTF8.self).contains("school"))
        }
    }

    @Test func `who read the log of a child is noted with the child`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())

            try await store.outbox.noteConsultation(
                "log of a child exported",
                about: "CASE-1",
                because: "For the inspector",
                at: TestStore.t0
            )

            let made = try #require(
                try await entries(store, about: "CASE-1").first {
                    $0.entry.content.kind == "consultation"
                }
            )
            #expect(made.reason == "For the inspector")
        }
    }
}
