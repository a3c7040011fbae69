import Foundation
import Oversight
import Portal
import Testing

@testable import ReferralSync

struct DeliveryListTextTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `by when a person must act on what is parked is shown, and when that is over`()
        throws
    {
        let open = try text(owedAt: now.addingTimeInterval(3600))
        let over = try text(owedAt: now.addingTimeInterval(-3600))

        #expect(open.contains("due by"))
        #expect(open.contains(Moments.text(now.addingTimeInterval(3600))))
        #expect(!open.contains("should have dealt with it"))
        #expect(over.contains("A person of ours should have dealt with it by "))
        #expect(over.contains("Next: Telephone the partner."))
    }

    private func text(owedAt: Date) throws -> String {
        let line: [String: Any] = [
            "id": "delivery", "referral": "referral", "sourceReference": "CASE-1", "version": 1,
            "partner": "schools", "state": "parked", "reason": "horizon-reached", "attempts": 3,
            "queuedAt": "2026-09-20T09:00:00Z", "nextStep": "Telephone the partner.",
            "message": "referral", "owedAt": owedAt.formatted(.iso8601), "overdue": false,
            "workingSeconds": 60,
        ]
        let list = try WireFormat.decode(
            DeliveryList.self,
            from: try JSONSerialization.data(
                withJSONObject: ["deliveries": [line], "unrouted": [], "hasMore": false]
            )
        )
        return list.text(.plain, at: now)
    }
}
