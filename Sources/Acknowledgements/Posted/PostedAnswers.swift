package import Contracts
import Foundation
import JSONSchema
package import Logging
import Metrics
package import Outbox
import Synchronization

/// Takes the answers that partners post to us.
package final class PostedAnswers: Sendable {
    /// The most answers of one post.
    private static let answersMax = 100

    private let partners: [AnsweringPartner]
    private let reader: AnswerReader
    private let outbox: OutboxStore
    private let time: TimeSource
    private let logger: Logger
    private let replays = Mutex(ReplayMemory())

    /// Wires the use case.
    package init(
        partners: [AnsweringPartner],
        library: ContractLibrary,
        outbox: OutboxStore,
        time: TimeSource,
        logger: Logger
    ) {
        self.partners = partners
        reader = AnswerReader(library: library)
        self.outbox = outbox
        self.time = time
        self.logger = logger
    }

    /// Keeps what a partner posted; each answer has a result of its own, in order.
    ///
    /// Throws when the post as a whole is not accepted; then nothing of it was kept.
    package func take(_ post: Post) async throws -> [PostResult] {
        do {
            let partner = try identify(post)
            let posted = try PostedBody(post.body, upTo: Self.answersMax)
            var results: [PostResult] = []
            for answer in posted.answers {
                switch answer {
                case .success(let answer):
                    results.append(try await keep(answer, of: partner, post))
                case .failure(let refusal):
                    tell(of: refusal)
                    results.append(PostResult("", .refused, problem: refusal.reason))
                }
            }
            return results
        } catch let refusal as PostRefusal {
            tell(of: refusal)
            throw refusal
        }
    }

    /// Who posted it: proven by a signature, by a certificate, or by both.
    private func identify(_ post: Post) throws(PostRefusal) -> String {
        guard post.headers["content-digest"]?.contains(Evidence.digest(of: post.body)) == true
        else { throw .badDigest }
        let shown = post.clientPin.flatMap { pin in
            partners.first { $0.clientPins.contains(pin) }
        }
        guard post.headers["signature-input"] != nil else {
            guard let shown else { throw .unknownSender }
            guard shown.keys.isEmpty else { throw .notSigned(shown.id) }
            return shown.id
        }
        let signature = try SignedRequest(post).signature(knowing: partners)
        guard signature.partner.clientPins.isEmpty || shown?.id == signature.partner.id else {
            throw .wrongCertificate(signature.partner.id)
        }
        try signature.check(at: time.now())
        guard replays.withLock({ $0.isNew(signature.bytes, at: time.now()) }) else {
            throw .replayed(signature.partner.id)
        }
        return signature.partner.id
    }

    private func keep(
        _ posted: PostedBody.Answer,
        of partner: String,
        _ post: Post
    ) async throws -> PostResult {
        func refused(_ problem: String) -> PostResult {
            logger.warning(
                "a posted answer was not kept",
                metadata: ["partner.id": "\(partner)", "reason": "\(problem)"]
            )
            count(partner, "refused")
            return PostResult(posted.idempotencyKey, .refused, problem: problem)
        }
        guard
            let delivery = try await outbox.delivery(
                withKey: posted.idempotencyKey,
                of: partner
            )
        else { return refused("No document was sent to you under this key.") }
        guard delivery.body.map(Evidence.digest) == posted.contentDigest else {
            return refused("contentDigest is not that of the document sent under this key.")
        }
        let answer: NewAnswer
        do {
            let (reader, contract) = (reader, delivery.contract)
            answer = try await SlowLane.run {
                Result { () throws(AnswerProblem) in
                    try reader.answer(posted.answer, contract: contract, path: .posted)
                }
            }.get()
        } catch {
            return refused("The answer is not understood: \(error.message)")
        }
        let fresh: Int
        do {
            fresh = try await outbox.record(
                [answer],
                for: delivery.id,
                from: Evidence(posted, of: post),
                nextPoll: .unchanged,
                at: time.now()
            )
        } catch OutboxError.erased {
            return refused("What was sent under this key was erased here; delete it as well.")
        }
        count(partner, fresh > 0 ? "kept" : "repeated")
        if fresh > 0 {
            logger.info(
                "answers kept",
                metadata: [
                    "delivery.id": "\(delivery.id)", "partner.id": "\(partner)",
                    "answers": "1", "path": "posted",
                ]
            )
        }
        let isPutAside = delivery.state == .withdrawn || delivery.state == .superseded
        return PostResult(
            posted.idempotencyKey,
            fresh > 0 ? .kept : .repeated,
            problem: isPutAside
                ? "This document was \(delivery.state.rawValue); the answer is kept and changes nothing."
                : nil
        )
    }

    private func tell(of refusal: PostRefusal) {
        logger.warning(
            "a post of answers was refused",
            metadata: [
                "partner.id": "\(refusal.partner ?? "unknown")", "reason": "\(refusal.reason)",
            ]
        )
        count(refusal.partner ?? "unknown", "refused")
    }

    private func count(_ partner: String, _ outcome: String) {
        Counter(
            label: "referral_sync_posted_answers",
            dimensions: [("partner", partner), ("outcome", outcome)]
        ).increment()
    }
}

extension Evidence {
    /// A post may have answers about several children, so each is kept apart, with the digest and the
    /// signature of the whole.
    fileprivate init(_ posted: PostedBody.Answer, of post: Post) {
        self.init(
            body: posted.isAlone ? post.body : posted.answer.serialized(),
            contentDigest: post.headers["content-digest"]
        )
        signatureInput = post.headers["signature-input"]
        signature = post.headers["signature"]
        clientPin = post.clientPin
    }
}
