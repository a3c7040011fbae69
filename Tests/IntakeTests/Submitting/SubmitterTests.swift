import Contracts
import Foundation
import Intake
import JSONSchema
import Outbox
import Referrals
import Synchronization
import TestStores
import Testing
import Vault

@Suite struct SubmitterTests {
    @Test func `a good referral is frozen for each partner that covers the child`() async throws {
        try await withSubmitter { submit, _ in
            let line = try await submit([try Self.example()]).first

            #expect(line?.result == .queued)
            #expect(line?.deliveries.map(\.partner) == ["schools", "social-care"])
            #expect(line?.deliveries.allSatisfy { $0.state == .queued } == true)
            #expect(line?.leftOut.map(\.partner) == ["support"])
            #expect(line?.leftOut.map(\.reason) == ["needs-agreement"])
        }
    }

    @Test func `the same referral again is a duplicate and changes nothing`() async throws {
        try await withSubmitter { submit, outbox in
            let first = try await submit([try Self.example()]).first
            let again = try await submit([try Self.example()]).first
            let changed = try await submit([try Self.example { $0["marking"] = "OFFICIAL" }]).first

            #expect(again?.result == .duplicate)
            #expect(again?.id == first?.id)
            #expect(again?.problems.isEmpty == true)
            #expect(changed?.result == .duplicate)
            #expect(changed?.problems.map(\.pointer) == ["/version"])
            #expect(
                try await outbox.deliveries(matching: DeliveryFilter(), limit: 10).count == 2
            )
        }
    }

    @Test func `the same source reference twice in one input keeps its order`() async throws {
        try await withSubmitter { submit, _ in
            let lines = try await submit([
                try Self.example(), try Self.example { $0["version"] = 2 },
                try Self.example(),
            ])

            #expect(lines.map(\.result) == [.queued, .queued, .duplicate])
            #expect(Set(lines.map(\.id)).count == 1)
        }
    }

    @Test func `an immediate referral says whom to telephone`() async throws {
        try await withSubmitter { submit, _ in
            let line = try await submit([try Self.example { $0["urgency"] = "immediate" }]).first

            #expect(line?.advice.contains { $0.contains("01632 960100") } == true)
        }
    }

    @Test func `a referral that nobody covers is taken and counted`() async throws {
        try await withSubmitter(partners: []) { submit, outbox in
            let line = try await submit([try Self.example()]).first

            #expect(line?.result == .queued)
            #expect(line?.unrouted == true)
            #expect(try await outbox.queue(at: Date(timeIntervalSince1970: 0)).unrouted == 1)
        }
    }

    @Test func `an immediate referral that nobody covers says so`() async throws {
        try await withSubmitter(partners: []) { submit, _ in
            let line = try await submit([try Self.example { $0["urgency"] = "immediate" }]).first

            #expect(line?.advice.count == 1)
            #expect(line?.advice.first?.contains("is immediate and nobody is told of it") == true)
        }
    }

    @Test func `a contract that is not installed parks its delivery and no other`() async throws {
        let partners = [
            Partner.sample("new", contract: "no-such/1.0"),
            .sample("schools", contract: "education/1.0"),
        ]
        try await withSubmitter(partners: partners) { submit, _ in
            let line = try await submit([try Self.example()]).first

            #expect(line?.deliveries.map(\.state) == [.parked, .queued])
            #expect(line?.deliveries.map(\.reason) == ["not-projected", nil])
        }
    }

    @Test(arguments: [
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC",
    ])
    func `what looks like an image is refused at its place`(text: String) async throws {
        try await withSubmitter { submit, _ in
            let document = try Self.example { referral in
                guard case .object(var concern)? = referral["concern"] else { return }
                concern["facts"] = .string("See \(text)")
                referral["concern"] = .object(concern)
            }

            let line = try await submit([document]).first

            #expect(line?.result == .refused)
            #expect(line?.problems.first?.pointer == "/concern/facts")
        }
    }

    @Test func `a wrong check digit is named by its place`() async throws {
        try await withSubmitter { submit, _ in
            let document = try Self.example { referral in
                guard case .object(var child)? = referral["child"] else { return }
                child["nhsNumber"] = ["value": "9990000000", "status": "01"]
                referral["child"] = .object(child)
            }

            let line = try await submit([document]).first

            #expect(line?.result == .refused)
            #expect(line?.problems.contains { $0.pointer == "/child/nhsNumber/value" } == true)
            #expect(line?.problems.contains { $0.message.contains("9990000000") } == false)
        }
    }

    private static let contracts = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Contracts")

    /// The full example, with a change.
    private static func example(
        _ change: (inout [String: JSONValue]) -> Void = { _ in }
    ) throws -> Data {
        let file = contracts.appending(path: "referral/1.0/examples/full.referral.json")
        guard
            case .object(var referral) = try JSONValue(parsing: try Data(contentsOf: file))
        else { throw CocoaError(.fileReadCorruptFile) }
        referral["id"] = nil
        referral["version"] = 1
        referral["recipients"] = nil
        referral["urgency"] = "standard"
        change(&referral)
        return JSONValue.object(referral).serialized()
    }

    private func withSubmitter(
        partners: [Partner] = [
            .sample("social-care", contract: "childrens-social-care/1.0"),
            .sample("schools", contract: "education/1.0"),
            .sample("support", contract: "education/1.0", needsAgreement: true),
        ],
        _ test: (([Data]) async throws -> [SubmissionLine], OutboxStore) async throws -> Void
    ) async throws {
        let ids = Mutex(0)
        let makeID: @Sendable () -> String = {
            ids.withLock { last in
                last += 1
                return String(format: "00000000-0000-4000-8000-%012d", last)
            }
        }
        let outbox = try await OutboxStore(
            on: try await TestDatabase.temporary(),
            keys: DataKeys(under: try KeyEncryptionKey(newWithID: "key-1")),
            makeID: makeID
        )
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let submitter = Submitter(
            library: try ContractLibrary.load(from: Self.contracts),
            partners: partners,
            outbox: outbox,
            horizons: [:],
            clocks: { _ in .sample },
            time: TimeSource(now: { now }, sleep: { _ in }),
            makeID: makeID
        )
        try await test(
            { documents in
                try await submitter.submit(
                    documents.enumerated().map {
                        InputDocument(line: $0.offset + 1, bytes: $0.element)
                    }
                )
            },
            outbox
        )
    }
}

extension Partner {
    fileprivate static func sample(
        _ id: String,
        contract: String,
        needsAgreement: Bool = false
    ) -> Partner {
        guard let partnerID = PartnerID(id) else { preconditionFailure("\(id) is no partner id") }
        return Partner(
            id: partnerID,
            title: id,
            kind: .other,
            contract: contract,
            covers: .everything,
            needsAgreement: needsAgreement,
            telephone: Telephone("01632 960100")
        )
    }
}
