import Foundation
import JSONSchema
import Logging
import Outbox

/// Reads a partner's list of answers to all its deliveries.
struct FeedReader: Sendable {
    let address: String
    let partner: String
    let questions: PartnerQuestions
    let keeper: AnswerKeeper
    let outbox: OutboxStore
    let time: TimeSource

    /// Reads the partner's list of answers to its end; returns the pause that it asked for.
    func read() async throws -> Duration? {
        while !Task.isCancelled {
            let place = try await outbox.feedPlace(of: partner)
            let page = AnswerFeed.address(address, after: place)
            guard let fetch = await questions.ask(page, unless: nil) else { return nil }
            switch fetch {
            case .document(let bytes, _):
                guard let page = AnswerFeed(bytes) else {
                    keeper.log("the partner's list of answers is not understood", nil)
                    return nil
                }
                try await keep(page, digest: Evidence.digest(of: bytes))
                if page.next != place {
                    try await outbox.setFeedPlace(page.next, of: partner, at: time.now())
                }
                guard page.hasMore, page.next != place else { return nil }
            case .unchanged: return nil
            case .unknownAddress:
                keeper.log("the partner knows no such list of answers", nil)
                return nil
            case .unavailable(_, let retryAfter): return PartnerQuestions.pause(retryAfter)
            }
        }
        return nil
    }

    /// One page has answers about several children, so each is kept apart.
    private func keep(_ page: AnswerFeed, digest: String) async throws {
        if page.unreadable > 0 {
            keeper.log("an answer is not understood", nil, "\(page.unreadable) without a key")
        }
        for entry in page.entries {
            guard
                let delivery = try await outbox.delivery(
                    withKey: entry.idempotencyKey,
                    of: partner
                )
            else {
                keeper.log("an answer is to a document that the partner was not sent", nil)
                continue
            }
            try await keeper.keep(
                [entry.answer],
                of: delivery.id,
                contract: delivery.contract,
                path: .feed,
                from: Evidence(body: entry.answer.serialized(), contentDigest: digest),
                nextPoll: .unchanged
            )
        }
    }
}
