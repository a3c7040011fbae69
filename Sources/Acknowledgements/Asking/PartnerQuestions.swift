import Foundation
import Logging
import Metrics
import Outbox
import Synchronization

/// Asks one partner, within its rate, and says in the log when it cannot be asked and when it can again.
final class PartnerQuestions: Sendable {
    private let partner: PolledPartner
    private let source: any AnswerSource
    private let pace: QuestionPace
    private let logger: Logger
    /// Whether the last question got no answer, so that people are told once of it and of its end.
    private let isFailing = Mutex(false)

    init(partner: PolledPartner, source: any AnswerSource, time: TimeSource, logger: Logger) {
        self.partner = partner
        self.source = source
        self.logger = logger
        pace = QuestionPace(ratePerSecond: partner.ratePerSecond, time: time)
    }

    /// Asks for a document when it is its turn; nil when the task is cancelled before.
    func ask(_ address: String, unless tag: String?) async -> AnswerFetch? {
        guard (try? await pace.turn()) != nil else { return nil }
        let fetch = await source.document(of: partner.id, at: address, unless: tag)
        tell(of: fetch)
        return fetch
    }

    /// How long a partner asked to be left alone, at most an hour.
    static func pause(_ retryAfter: String?) -> Duration? {
        retryAfter.flatMap { Int64($0) }.map { .seconds(min(max($0, 0), 3600)) }
    }

    private func tell(of fetch: AnswerFetch) {
        let reason: String? = if case .unavailable(let text, _) = fetch { text } else { nil }
        Counter(
            label: "referral_sync_questions",
            dimensions: [
                ("partner", partner.id), ("outcome", reason == nil ? "answered" : "failed"),
            ]
        ).increment()
        let wasFailing = isFailing.withLock { isFailing in
            defer { isFailing = reason != nil }
            return isFailing
        }
        guard wasFailing != (reason != nil) else { return }
        if let reason {
            logger.error(
                "answers cannot be collected",
                metadata: [
                    "partner.id": "\(partner.id)", "reason": "\(reason)",
                    "remedy": "Find out why: referral-sync partners check \(partner.id)",
                ]
            )
        } else {
            logger.notice(
                "answers are collected again",
                metadata: ["partner.id": "\(partner.id)"]
            )
        }
    }
}
