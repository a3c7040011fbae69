import Foundation
import Intake
import Testing

@testable import ReferralSync

struct SubmissionPartsTests {
    @Test func `a part has at most a hundred referrals`() {
        let parts = Submission.parts(of: documents(250, bytes: 10))

        #expect(parts.map(\.count) == [100, 100, 50])
        #expect(parts.flatMap(\.self).map(\.line) == Array(1...250))
    }

    @Test func `a part has at most four mebibytes, unless one referral is longer`() {
        let parts = Submission.parts(
            of: documents(3, bytes: 2 << 20) + documents(1, bytes: 5 << 20)
        )

        #expect(parts.map(\.count) == [2, 1, 1])
    }

    private func documents(_ count: Int, bytes: Int) -> [InputDocument] {
        (1...count).map { InputDocument(line: $0, bytes: Data(count: bytes)) }
    }
}
