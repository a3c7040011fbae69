package import Acknowledgements
package import Foundation
package import Intake
package import Outbox
package import Oversight

/// Everything that people ask of the service; one way in for the command line and the API.
///
/// There are two real kinds: the service itself, and a client that reaches it by its socket.
package protocol ReferralDesk: Sendable {
    /// Checks and queues referrals; the result has one line for each, in order.
    func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine]

    /// The counts by partner and state.
    func queue() async throws -> QueueReport

    /// Makes new versions of referrals, which go to whoever has the old ones; a line for each.
    func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine]

    /// Recalls a referral from everybody who has it.
    func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport

    /// Keeps an answer that came by telephone.
    func acknowledge(_ spoken: SpokenAnswer) async throws -> SpokenReport

    /// What came of referrals since a moment, for each officer or for one.
    func feedback(since: Date, officer: String?) async throws -> FeedbackDigest

    /// The deliveries that a query means, oldest first.
    func deliveries(_ query: ListQuery) async throws -> DeliveryList

    /// The timeline of a referral.
    func status(of reference: String) async throws -> StatusReport

    /// Makes deliveries due now, or says which would be.
    func resend(_ order: ResendOrder) async throws -> ResendReport

    /// Holds back all deliveries to a partner.
    func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold

    /// Lets the deliveries to a partner go on.
    func release(_ partner: String) async throws

    /// The partners that are held back.
    func holds() async throws -> [LaneHold]

    /// Carries out an order.
    func carryOut<Order: DeskOrder>(_ order: Order) async throws -> Order.Report

    /// Takes a backup of the store to a folder of the service's machine.
    func backUp(_ order: BackupOrder) async throws -> BackupRecord

    /// The backups that were made, the newest first.
    func backups() async throws -> [BackupRecord]

    /// Notes that a backup was found whole.
    func noteVerified(_ backup: String) async throws -> BackupRecord
}
