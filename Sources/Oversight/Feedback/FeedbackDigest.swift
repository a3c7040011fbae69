package import Foundation
import Outbox
import Referrals

/// What came of the referrals of each officer; the document of `report feedback --json`.
package struct FeedbackDigest: Codable, Sendable, Equatable {
    /// One officer's referrals.
    package struct Officer: Codable, Sendable, Equatable {
        /// The officer's mailbox, or else the name, as the referrals have it.
        package let officer: String
        package let referrals: [Line]
    }

    /// One referral, by its reference.
    package struct Line: Codable, Sendable, Equatable {
        package let sourceReference: String
        package let submittedAt: Date
        /// What came of it in the time of the digest, oldest first.
        package let feedback: [Feedback]
    }

    package let since: Date
    package let officers: [Officer]
    /// Whether there is more than fits into one digest.
    package let hasMore: Bool
}

extension Overseer {
    /// The most referrals of one digest.
    private static let digestMax = 1000

    /// What came of referrals since a moment, for each officer or for one.
    package func feedback(since: Date, officer: String?) async throws -> FeedbackDigest {
        let ids = try await outbox.referrals(answeredSince: since, upTo: Self.digestMax + 1)
        var byOfficer: [String: [FeedbackDigest.Line]] = [:]
        for id in ids.prefix(Self.digestMax) {
            let history = try await outbox.history(of: id)
            guard let newest = history.first else { continue }
            let name = Referring.officer(in: try await outbox.canonical(of: id))
            guard officer.map({ $0.lowercased() == name.lowercased() }) ?? true else { continue }
            let feedback = history.flatMap(\.feedback).filter { $0.at >= since }
            guard !feedback.isEmpty else { continue }
            byOfficer[name, default: []].append(
                FeedbackDigest.Line(
                    sourceReference: newest.sourceReference,
                    submittedAt: newest.submittedAt,
                    feedback: feedback
                )
            )
        }
        try await outbox.noteCombination(
            "feedback digest",
            of: byOfficer.values.reduce(0) { $0 + $1.count },
            at: time.now()
        )
        return FeedbackDigest(
            since: since,
            officers: byOfficer.sorted { $0.key < $1.key }.map { name, lines in
                FeedbackDigest.Officer(
                    officer: name,
                    referrals: lines.sorted { $0.sourceReference < $1.sourceReference }
                )
            },
            hasMore: ids.count > Self.digestMax
        )
    }
}

/// Who referred a child.
private struct Referring: Decodable {
    struct Referrer: Decodable {
        let name: String
        let email: String?
    }

    let referrer: Referrer

    static func officer(in canonical: Data) -> String {
        let found = try? JSONDecoder().decode(Referring.self, from: canonical).referrer
        return found?.email ?? found?.name ?? "unknown"
    }
}
