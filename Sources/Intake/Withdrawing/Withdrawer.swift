package import Contracts
package import Foundation
package import Outbox
package import Referrals

/// Recalls referrals from everybody who has them.
package struct Withdrawer: Sendable {
    /// As much as the schema of a referral allows in a text.
    private static let reasonMax = 4000

    private let checker: ReferralChecker
    private let planner: DeliveryPlanner
    private let outbox: OutboxStore
    private let time: TimeSource

    /// Wires the use case; the horizons say how long retries go on, by urgency.
    package init(
        library: ContractLibrary,
        partners: [Partner],
        outbox: OutboxStore,
        horizons: [Urgency: Duration],
        clocks: @escaping @Sendable (_ partner: String) -> PartnerClocks,
        time: TimeSource
    ) {
        checker = ReferralChecker(library: library, acceptsWithdrawals: true)
        planner = DeliveryPlanner(
            library: library,
            partners: partners,
            horizons: horizons,
            clocks: clocks
        )
        self.outbox = outbox
        self.time = time
    }

    /// Withdraws a referral in all its versions; the reason is told to each partner that has it.
    ///
    /// Withdrawing it again changes nothing.
    package func withdraw(_ order: WithdrawOrder) async throws -> WithdrawReport {
        let reason = try GivenReason.checked(
            order.reason,
            upTo: Self.reasonMax,
            for: "each partner that has the referral is told it"
        )
        let referral = try await outbox.withdrawable(order.referral)
        let now = time.now()
        try check(reason, for: referral, at: now)
        let before = try await outbox.lastWithdrawal(of: referral.id)
        let (planner, urgency) = (planner, Urgency(rawValue: referral.urgency) ?? .immediate)
        let messages = await SlowLane.run {
            Self.messages(to: referral, because: reason, urgency, by: planner, at: now)
        }
        let withdrawn = try await outbox.withdraw(
            referral,
            because: reason,
            by: order.by ?? "unknown",
            messages: { partner, version in messages["\(partner)/\(version)"] },
            at: now
        )
        return WithdrawReport(
            id: referral.id,
            sourceReference: referral.sourceReference,
            deliveries: withdrawn,
            withdrawnBefore: before
        )
    }

    /// The reason goes out, so it must be what the schema allows.
    private func check(_ reason: String, for referral: Withdrawable, at now: Date) throws {
        guard let newest = referral.versions.first else { return }
        let document = Withdrawal.canonical(newest.canonical, because: reason, at: now)
        if case .refused(let problems, _) = checker.check(document) {
            if problems.contains(where: { $0.pointer.hasPrefix("/withdrawal") }) {
                throw WithdrawError.badReason
            }
        }
    }

    /// A message for every partner that was given a version, by partner and version.
    private static func messages(
        to referral: Withdrawable,
        because reason: String,
        _ urgency: Urgency,
        by planner: DeliveryPlanner,
        at now: Date
    ) -> [String: NewDelivery] {
        var messages: [String: NewDelivery] = [:]
        for version in referral.versions {
            let document = Withdrawal.canonical(version.canonical, because: reason, at: now)
            for (id, contract) in version.partners {
                var message = planner.message(
                    document,
                    to: id,
                    by: contract,
                    urgency,
                    at: now
                )
                message.message = .withdrawal
                messages["\(id)/\(version.number)"] = message
            }
        }
        return messages
    }
}

/// Which referral is to be withdrawn, and why.
package struct WithdrawOrder: Sendable, Codable, Equatable {
    /// Its source reference, its ID, or the ID of one of its deliveries.
    package let referral: String
    package let reason: String
    package let by: String?

    /// Describes an order.
    package init(referral: String, reason: String, by: String?) {
        self.referral = referral
        self.reason = reason
        self.by = by
    }
}

/// What a withdrawal did; the document of `withdraw --json`.
package struct WithdrawReport: Sendable, Codable, Equatable {
    package let id: String
    package let sourceReference: String
    /// What became of each delivery; empty when it was withdrawn already.
    package let deliveries: [Withdrawn]
    /// When it was withdrawn the time before, if it was.
    package let withdrawnBefore: Date?
}

/// Why a withdrawal was not made.
package enum WithdrawError: Error, Equatable {
    case badReason

    /// What to do.
    package var message: String {
        switch self {
        case .badReason:
            "The reason cannot be sent: it holds a file or encoded data, a word of 200 characters or more, "
                + "or a link with a password. Write it in words."
        }
    }
}
