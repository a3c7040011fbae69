import Foundation
import Oversight
import Portal
import Testing

@testable import ReferralSync

struct StatusReportTextTests {
    @Test func `the timeline is told in the order of what happened`() throws {
        let text = try report.text(.plain)

        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "OCIT-2026-000001, version 1, same-day")
        #expect(lines.contains("schools: delivered"))
        let events = lines.filter { $0.contains("attempt") || $0.contains("receipt") }
        #expect(events.count == 3)
        #expect(events[0].hasSuffix("attempt 1: unreachable. Nobody answered."))
        #expect(events[1].hasSuffix("attempt 2: delivered, HTTP status 201. It has it."))
        #expect(events[2].hasSuffix("receipt, their reference R-1"))
        #expect(lines.last == "  Next: The partner owes an acknowledgement.")
    }

    @Test func `attempts that end the same way are told together`() throws {
        let again = Self.json.replacing(
            "\"outcome\": \"delivered\", \"status\": 201",
            with: "\"outcome\": \"unreachable\""
        )
        .replacing("It has it.", with: "Nobody answered.")
        let report = try WireFormat.decode(StatusReport.self, from: Data(again.utf8))

        let lines = report.text(.plain).split(separator: "\n")

        let attempts = lines.filter { $0.contains("attempt") }
        #expect(attempts.count == 1)
        #expect(attempts.first?.contains("attempts 1 to 2, the last at ") == true)
        #expect(attempts.first?.hasSuffix(": unreachable. Nobody answered.") == true)
    }

    @Test func `what holds the lane up is told before the next step`() throws {
        let held = Self.json.replacing(
            "\"nextStep\"",
            with: #""lane": {"kind": "outage", "since": "2026-11-24T09:00:00Z"}, "nextStep""#
        )
        let report = try WireFormat.decode(StatusReport.self, from: Data(held.utf8))

        let lines = report.text(.plain).split(separator: "\n")

        #expect(
            lines.dropLast().last?.contains("The partner has been down since 2026-11-24") == true
        )
    }

    @Test func `how far a failed attempt came is told`() throws {
        let failed = Self.json.replacing(
            "\"outcome\": \"unreachable\"",
            with: #""outcome": "unreachable", "phase": "connecting", "code": 7"#
        )
        let report = try WireFormat.decode(StatusReport.self, from: Data(failed.utf8))

        #expect(report.text(.plain).contains("unreachable (phase connecting, libcurl code 7)."))
    }

    @Test func `what the service says is read back unchanged`() throws {
        let bytes = try WireFormat.encode(try report)

        #expect(try WireFormat.decode(StatusReport.self, from: bytes) == report)
    }

    private var report: StatusReport {
        get throws { try WireFormat.decode(StatusReport.self, from: Data(Self.json.utf8)) }
    }

    private static let json = """
        {"referral": {"id": "id-1", "sourceReference": "OCIT-2026-000001", "version": 1,
          "urgency": "same-day", "submittedAt": "2026-11-24T09:00:00Z", "unrouted": false},
         "leftOut": [], "holders": [], "withdrawals": [], "feedback": [],
         "deliveries": [{"id": "d-1", "partner": "schools", "contract": "education/1.0",
           "message": "referral",
           "version": 1, "idempotencyKey": "k-1", "state": "delivered",
           "nextStep": "The partner owes an acknowledgement.",
           "attempts": [
             {"number": 2, "startedAt": "2026-11-24T09:01:00Z", "endedAt": "2026-11-24T09:01:01Z",
              "outcome": "delivered", "status": 201, "late": false, "explanation": "It has it."},
             {"number": 1, "startedAt": "2026-11-24T09:00:01Z", "endedAt": "2026-11-24T09:00:02Z",
              "outcome": "unreachable", "late": false, "explanation": "Nobody answered."}],
           "acknowledgements": [{"receivedAt": "2026-11-24T09:01:02Z", "kind": "receipt",
             "path": "receipt", "partnerReference": "R-1"}],
           "deadlines": [], "resends": [], "escalations": []}]}
        """
}
