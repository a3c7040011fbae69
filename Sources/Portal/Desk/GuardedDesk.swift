package import Acknowledgements
package import Foundation
package import Intake
package import Outbox
package import Oversight
package import Referrals

/// A desk that lets each caller do only what the caller's roles allow; each refusal is in the audit log.
///
/// Everything is denied that no role of the caller allows. An administrator may do everything.
package struct GuardedDesk: ReferralDesk {
    private let desk: any ReferralDesk
    private let noteRefusal: @Sendable (Refusal) async throws -> Void

    /// Guards a desk; `noteRefusal` writes down who was refused what.
    package init(
        _ desk: any ReferralDesk,
        noteRefusal: @escaping @Sendable (Refusal) async throws -> Void
    ) {
        self.desk = desk
        self.noteRefusal = noteRefusal
    }

    package func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await allow("submit", .submitter)
        return try await desk.submit(documents)
    }

    package func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        try await allow("correct", .submitter)
        return try await desk.correct(documents)
    }

    package func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport {
        try await allow("withdraw", about: order.referral, .submitter, .operator)
        return try await desk.withdraw(
            WithdrawOrder(referral: order.referral, reason: order.reason, by: person(order.by))
        )
    }

    package func acknowledge(_ spoken: SpokenAnswer) async throws -> SpokenReport {
        try await allow("acknowledge", about: spoken.delivery, .operator)
        var spoken = spoken
        spoken.writtenBy = person(spoken.writtenBy)
        return try await desk.acknowledge(spoken)
    }

    package func queue() async throws -> QueueReport {
        try await allow("queue", .viewer, .operator, .auditor)
        return try await desk.queue()
    }

    package func deliveries(_ query: ListQuery) async throws -> DeliveryList {
        try await allow("queue --list", .viewer, .operator, .auditor)
        return try await desk.deliveries(query)
    }

    package func status(of reference: String) async throws -> StatusReport {
        try await allow("status", about: reference, .viewer, .operator, .auditor)
        return try await desk.status(of: reference)
    }

    package func feedback(since: Date, officer: String?) async throws -> FeedbackDigest {
        try await allow("report feedback", .viewer)
        return try await desk.feedback(since: since, officer: officer)
    }

    package func resend(_ order: ResendOrder) async throws -> ResendReport {
        try await allow("resend", about: order.ids.first, .operator)
        var order = order
        order.by = person(order.by)
        return try await desk.resend(order)
    }

    package func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold {
        try await allow("partners pause", .operator)
        return try await desk.hold(
            partner,
            HoldOrder(reason: order.reason, by: person(order.by))
        )
    }

    package func release(_ partner: String) async throws {
        try await allow("partners resume", .operator)
        try await desk.release(partner)
    }

    package func holds() async throws -> [LaneHold] {
        try await allow("partners list", .viewer, .operator, .auditor)
        return try await desk.holds()
    }

    package func backUp(_ order: BackupOrder) async throws -> BackupRecord {
        try await allow("backup", .administrator)
        try await allowOnThisMachine("backup")
        return try await desk.backUp(order)
    }

    package func backups() async throws -> [BackupRecord] {
        try await allow("backup list", .auditor)
        return try await desk.backups()
    }

    package func noteVerified(_ backup: String) async throws -> BackupRecord {
        try await allow("backup verify", .administrator)
        return try await desk.noteVerified(backup)
    }

    package func carryOut<Order: DeskOrder>(_ order: Order) async throws -> Order.Report {
        try await allow(Order.path, about: order.reference, Order.role)
        if Order.isForThisMachine { try await allowOnThisMachine(Order.path) }
        do {
            return try await desk.carryOut(order)
        } catch let error as DeskError {
            // A role alone does not allow everything: the details of children only so many times.
            if case .notAllowed = error {
                try await noteRefusal(Refusal(Order.path, about: order.reference, of: .current))
            }
            throw error
        }
    }

    /// Only an administrator may say that somebody else asks, as behind sudo.
    private func person(_ claimed: String?) -> String {
        let caller = Caller.current
        return caller.roles.contains(.administrator) ? claimed ?? caller.name : caller.name
    }

    private func allow(
        _ order: String,
        about reference: String? = nil,
        _ roles: Role...
    ) async throws {
        let caller = Caller.current
        guard caller.roles.isDisjoint(with: roles + [.administrator]) else { return }
        try await noteRefusal(Refusal(order, about: reference, of: caller))
        throw DeskError.notAllowed(
            "\(caller.name) may not do this. It needs the role "
                + roles.map(\.rawValue).joined(separator: " or ")
                + "; who has which is in the settings, roles."
        )
    }

    /// Nobody who asks over the network makes files on this machine.
    private func allowOnThisMachine(_ order: String) async throws {
        let caller = Caller.current
        guard caller.isRemote else { return }
        try await noteRefusal(Refusal("\(order) over HTTPS", of: caller))
        throw DeskError.notAllowed(
            "This has to do with files of the service's own machine, so it is not done over HTTPS. Give "
                + "the command there, as a user who has the role."
        )
    }
}
