import Audit
import Foundation
import Testing

@testable import ReferralSync

@Suite struct AuditCheckTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a log that was looked at lately is well, with its age`() {
        let found = check(verified: 3600)

        #expect(found.verdict == .ok)
        #expect(
            found.finding
                == "7 entries, the last checkpoint 2 min old, verified 1 h ago, nothing found"
        )
    }

    @Test func `one that nobody looked at is warned of with the command`() {
        for found in [check(verified: nil), check(verified: 40 * 86_400)] {
            #expect(found.verdict == .warn)
            #expect(found.finding.contains("referral-sync audit verify"))
        }
    }

    @Test func `entries that wait are warned of only while somebody should put them in order`() {
        let served = check(verified: 60, waiting: 300)
        let alone = check(verified: 60, waiting: 300, isServed: false)

        #expect(served.verdict == .warn && alone.verdict == .ok)
        #expect(
            alone.finding.contains("3 wait to be put into the tree since 5 min, for background")
        )
    }

    @Test func `what the last look found is not forgotten`() {
        let found = check(verified: 60, findings: 2)

        #expect(found.verdict == .fail && found.finding.contains("2 FINDINGS"))
    }

    private func check(
        verified: TimeInterval?,
        findings: Int = 0,
        waiting: TimeInterval? = nil,
        isServed: Bool = true
    ) -> Check {
        AuditCheck(
            state: AuditState(
                entries: 7,
                checkpointAt: now.addingTimeInterval(-120),
                waiting: waiting == nil ? 0 : 3,
                waitingSince: waiting.map { now.addingTimeInterval(-$0) },
                verifiedAt: verified.map { now.addingTimeInterval(-$0) },
                findings: findings
            ),
            isServed: isServed,
            now: now
        ).check
    }
}
