import Foundation
import Oversight
import Portal
import Testing

@testable import ReferralSync

struct QueueViewTests {
    private static let counts: [String: Int] = [
        "queued": 0, "sending": 0, "uncertain": 0, "delivered": 0, "acknowledged": 0,
        "decided": 4, "parked": 0, "withdrawn": 0, "superseded": 0, "overdue": 0,
    ]

    @Test func `the table has a line for each partner and one for all`() throws {
        let report = try report(["schools": ["queued": 3], "social-care": [:]])

        let lines = try text(of: report).split(separator: "\n")

        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("schools           3"))
        #expect(lines[3].hasPrefix("all               3"))
    }

    @Test func `what is parked is told with what to do`() throws {
        let report = try report(["schools": ["parked": 2]], reasons: ["key-reused": 2])

        let text = try text(of: report)

        #expect(text.contains("2 parked, waiting for a person:"))
        #expect(text.contains("2 key-reused: Telephone the partner's technical contact"))
    }

    @Test func `what is unrouted and overdue is told`() throws {
        let report = try report(["schools": ["overdue": 1]], unrouted: 5)

        let text = try text(of: report)

        #expect(text.contains("5 unrouted, waiting for a person: no partner covers the child."))
        #expect(text.contains("1 overdue: "))
    }

    @Test func `why something waits is told for each partner, and once when nothing runs`() throws {
        let maintained: [String: Any] = ["kind": "maintenance", "until": "2026-11-24T09:30:00Z"]
        let stopped: [String: Any] = ["kind": "not-running"]

        let one = try text(
            of: report(["schools": [:], "care": [:]], lanes: ["schools": maintained])
        )
        let all = try text(
            of: report(
                ["schools": [:], "care": [:]],
                lanes: ["schools": stopped, "care": stopped]
            )
        )

        #expect(one.contains("schools: Nothing is sent until "))
        #expect(!one.contains("care: "))
        #expect(all.ranges(of: "Background sync is not running").count == 1)
    }

    @Test func `one partner is shown by itself`() throws {
        let report = try report(["schools": ["queued": 3], "social-care": ["queued": 1]])

        let view = try QueueView(report, of: "schools")

        #expect(view.partners.map(\.id) == ["schools"])
        #expect(view.totals.queued == 3)
    }

    @Test func `a misspelt partner is answered with the one that was meant`() throws {
        let report = try report(["schools": [:]])

        let complaint = #expect(throws: Complaint.self) {
            try QueueView(report, of: "shcools")
        }

        #expect(complaint?.message == "There is no partner shcools. Did you mean schools?")
        #expect(complaint?.status == .badData)
    }

    @Test func `the JSON form has exactly the agreed keys`() throws {
        let report = try report(["schools": ["queued": 3]])

        let bytes = try WireFormat.encode(try QueueView(report, of: nil))
        let object = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]

        let totals = object["totals"] as? [String: Any] ?? [:]
        #expect(Set(object.keys) == ["unrouted", "partners", "totals"])
        #expect(
            Set(totals.keys)
                == Set(Self.counts.keys).union(["oldestDueSeconds", "parkedReasons"])
        )
        #expect(totals["oldestDueSeconds"] is NSNull)
    }

    private func text(of report: QueueReport) throws -> String {
        try QueueView(report, of: nil).text(.plain)
    }

    private func report(
        _ partners: [String: [String: Int]],
        reasons: [String: Int] = [:],
        lanes: [String: [String: Any]] = [:],
        unrouted: Int = 0
    ) throws -> QueueReport {
        func counts(_ changed: [String: Int]) -> [String: Any] {
            var all: [String: Any] = Self.counts.merging(changed) { $1 }
            all["parkedReasons"] = reasons
            return all
        }
        let total = partners.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        let object: [String: Any] = [
            "unrouted": unrouted, "totals": counts(total),
            "partners": partners.sorted { $0.key < $1.key }.map { id, changed in
                var partner = counts(changed).merging(["id": id]) { $1 }
                partner["lane"] = lanes[id]
                return partner
            },
        ]
        return try WireFormat.decode(
            QueueReport.self,
            from: try JSONSerialization.data(withJSONObject: object)
        )
    }
}
