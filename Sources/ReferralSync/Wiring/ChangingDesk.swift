import Acknowledgements
import Foundation
import Intake
import Outbox
import Oversight
import Portal
import Synchronization

/// The desk of a service whose contracts and partners may be read anew while it runs.
///
/// Each request is served whole by the desk that was there when it began.
final class ChangingDesk: ReferralDesk {
    private let current: Mutex<LocalDesk>

    init(_ desk: LocalDesk) {
        current = Mutex(desk)
    }

    /// Serves all further requests by another desk.
    func replace(by desk: LocalDesk) {
        current.withLock { $0 = desk }
    }

    var desk: LocalDesk { current.withLock { $0 } }

    func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await desk.submit(documents)
    }

    func queue() async throws -> QueueReport {
        try await desk.queue()
    }

    func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await desk.correct(documents)
    }

    func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport {
        try await desk.withdraw(order)
    }

    func acknowledge(_ spoken: SpokenAnswer) async throws -> SpokenReport {
        try await desk.acknowledge(spoken)
    }

    func feedback(since: Date, officer: String?) async throws -> FeedbackDigest {
        try await desk.feedback(since: since, officer: officer)
    }

    func deliveries(_ query: ListQuery) async throws -> DeliveryList {
        try await desk.deliveries(query)
    }

    func status(of reference: String) async throws -> StatusReport {
        try await desk.status(of: reference)
    }

    func resend(_ order: ResendOrder) async throws -> ResendReport {
        try await desk.resend(order)
    }

    func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold {
        try await desk.hold(partner, order)
    }

    func release(_ partner: String) async throws {
        try await desk.release(partner)
    }

    func carryOut<Order: DeskOrder>(_ order: Order) async throws -> Order.Report {
        try await desk.carryOut(order)
    }

    func holds() async throws -> [LaneHold] {
        try await desk.holds()
    }
}
