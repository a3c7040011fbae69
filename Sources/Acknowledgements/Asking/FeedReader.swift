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

    /// What came of reading a list.
    enum Reading {
        /// Whatever is in it is kept, or will not be understood another time either.
        case read
        /// The partner did not give it, and may have asked for a pause.
        case failed(pause: Duration?)
    }

    /// Reads the partner's list of answers to its end.
    func read() async throws -> Reading {
        while true {
            let place = try await outbox.feedPlace(of: partner)
            let page = AnswerFeed.address(address, after: place)
            guard let fetch = await questions.ask(page, unless: nil) else {
                return .failed(pause: nil)
            }
            switch fetch {
            case .document(let bytes, _):
                guard let page = AnswerFeed(bytes) else {
                    keeper.log("the partner's list of answers is not understood", nil)
                    return .read
                }
                try await keep(page, digest: Evidence.digest(of: bytes))
                if page.next != place {
                    try await outbox.setFeedPlace(page.next, of: partner, at: time.now())
                }
                guard page.hasMore, page.next != place else { return .read }
            case .unchanged: return .read
            case .unknownAddress:
                keeper.log("the partner knows no such list of answers", nil)
                return .read
            case .unavailable(_, let retryAfter):
                return .failed(pause: PartnerQuestions.pause(retryAfter))
            }
        }
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
