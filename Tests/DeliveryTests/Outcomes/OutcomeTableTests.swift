import Delivery
import Foundation
import Outbox
import Testing

@Suite struct OutcomeTableTests {
    let digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test(arguments: [TransportReport.Phase.nameLookup, .connecting, .securing])
    func `nothing was sent before the request left`(phase: TransportReport.Phase) {
        let result = AttemptResult(
            of: TransportReport(phase: phase, code: 7),
            digest: digest,
            at: now
        )

        #expect(result.record.outcome == .unreachable)
    }

    @Test(arguments: [58, 60, 90, 98] as [Int32])
    func `certificate faults are configuration`(code: Int32) {
        let result = AttemptResult(
            of: TransportReport(phase: .securing, code: code),
            digest: digest,
            at: now
        )

        #expect(result.record.outcome == .misconfigured)
    }

    @Test func `a certificate of ours that the partner does not accept is configuration`() {
        let report = TransportReport(phase: .securing, code: 56, certificateWasRefused: true)

        let result = AttemptResult(of: report, digest: digest, at: now)

        #expect(result.record.outcome == .misconfigured)
        #expect(result.record.explanation.summary.contains("tls.certificate"))
    }

    @Test(
        arguments: [TransportReport.Phase.sending, .waiting],
        [28, 42, 52, 55, 56, 92] as [Int32]
    )
    func `a lost answer is uncertain`(phase: TransportReport.Phase, code: Int32) {
        let result = AttemptResult(
            of: TransportReport(phase: phase, code: code),
            digest: digest,
            at: now
        )

        #expect(result.record.outcome == .uncertain)
    }

    @Test(arguments: [
        (301, AttemptOutcome.refused), (400, .refused), (401, .misconfigured),
        (403, .misconfigured), (404, .misconfigured), (408, .uncertain), (409, .uncertain),
        (410, .misconfigured), (413, .refused), (415, .refused), (422, .refused), (425, .busy),
        (429, .busy), (500, .uncertain), (501, .refused), (502, .uncertain), (503, .uncertain),
        (504, .uncertain), (520, .uncertain), (150, .uncertain), (999, .uncertain),
    ])
    func `a status has one meaning`(status: Int, outcome: AttemptOutcome) {
        let report = TransportReport(phase: .answered, status: status)

        #expect(AttemptResult(of: report, digest: digest, at: now).record.outcome == outcome)
    }

    @Test func `only a receipt for our bytes counts as delivered`() {
        let receipt =
            #"{"receiptId":"R-1","receivedAt":"2026-11-20T10:00:00Z","contentDigest":"\#(digest)"}"#

        #expect(outcome(of: receipt) == .delivered)
        #expect(outcome(of: receipt.replacing("47DE", with: "57DE")) == .uncertain)
        #expect(outcome(of: #"{"receiptId":"R-1"}"#) == .uncertain)
        #expect(outcome(of: "OK") == .uncertain)
        #expect(outcome(of: "") == .uncertain)
    }

    @Test func `a success whose answer was cut off is uncertain`() {
        let report = TransportReport(phase: .answering, code: 23, status: 201, bodyWasCut: true)

        #expect(AttemptResult(of: report, digest: digest, at: now).record.outcome == .uncertain)
    }

    @Test func `a reused key is told apart from a refused document`() {
        let problem =
            #"{"type":"https://partner.example/problems/idempotency-key-reused","title":"x"}"#
        let report = TransportReport(phase: .answered, status: 422, body: Data(problem.utf8))

        #expect(AttemptResult(of: report, digest: digest, at: now).record.outcome == .keyReused)
    }

    @Test func `the partner's words are kept without control characters`() {
        let problem =
            #"{"title":"No\u001b[31m such school","errors":[{"pointer":"/child","message":"m"}]}"#
        let report = TransportReport(phase: .answered, status: 422, body: Data(problem.utf8))

        let explanation = AttemptResult(of: report, digest: digest, at: now).record.explanation

        #expect(explanation.title == "No [31m such school")
        #expect(explanation.problems?.map(\.pointer) == ["/child"])
    }

    @Test func `no outcome that may have been processed is ever called safe to repeat`() {
        for phase in TransportReport.Phase.allCases where phase.mayHaveReachedPartner {
            for status in [nil, 200, 201, 500, 502, 504] {
                let report = TransportReport(phase: phase, code: 56, status: status)

                let outcome = AttemptResult(of: report, digest: digest, at: now).record.outcome

                #expect(![.unreachable, .busy, .misconfigured].contains(outcome))
            }
        }
    }

    private func outcome(of body: String) -> AttemptOutcome {
        let report = TransportReport(phase: .answered, status: 201, body: Data(body.utf8))
        return AttemptResult(of: report, digest: digest, at: now).record.outcome
    }
}
