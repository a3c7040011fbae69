import Foundation
package import Outbox
import Referrals

extension Overseer {
    /// Holds back all deliveries to a partner until they are released.
    package func hold(_ partner: String, _ order: HoldOrder) async throws -> LaneHold {
        try checkPartner(partner)
        let reason = try GivenReason.checked(
            order.reason,
            for: "others must understand why nothing is sent"
        )
        var hold = LaneHold(
            partner: partner,
            since: time.now(),
            by: order.by ?? "unknown",
            reason: reason
        )
        hold.replacedReason = try await outbox.hold(of: partner)?.reason
        try await outbox.hold(hold)
        return hold
    }

    /// Lets the deliveries to a partner go on.
    package func release(_ partner: String) async throws {
        try checkPartner(partner)
        guard try await outbox.release(partner, at: time.now()) else {
            throw HoldError.notHeld(partner)
        }
    }

    /// The partners that are held back.
    package func holds() async throws -> [LaneHold] { try await outbox.holds() }

    private func checkPartner(_ partner: String) throws(HoldError) {
        guard partners.contains(partner) else { throw .unknownPartner(partner) }
    }
}
