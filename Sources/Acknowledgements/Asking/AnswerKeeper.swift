import Contracts
import Foundation
import JSONSchema
import Logging
import Outbox

/// Keeps answers that were read, and says in the log what became of them.
struct AnswerKeeper: Sendable {
    let partner: String
    let reader: AnswerReader
    let outbox: OutboxStore
    let time: TimeSource
    let logger: Logger

    /// Keeps the answers to one delivery; returns how many were new.
    @discardableResult
    func keep(
        _ answers: [JSONValue],
        of delivery: String,
        contract: String,
        path: AnswerPath,
        from evidence: Evidence,
        nextPoll: NextPoll,
        tag: String? = nil
    ) async throws -> Int {
        let reader = reader
        let (understood, problems) = await SlowLane.run {
            reader.answers(in: answers, contract: contract, path: path)
        }
        for problem in Set(problems).sorted() {
            log("an answer is not understood", delivery, problem)
        }
        let fresh = try await outbox.record(
            understood,
            for: delivery,
            from: evidence,
            nextPoll: nextPoll,
            tag: tag,
            at: time.now()
        )
        if fresh > 0 {
            logger.info(
                "answers kept",
                metadata: [
                    "delivery.id": "\(delivery)", "partner.id": "\(partner)",
                    "answers": "\(fresh)", "path": "\(path.rawValue)",
                ]
            )
        }
        return fresh
    }

    func log(_ message: Logger.Message, _ delivery: String?, _ reason: String? = nil) {
        var metadata: Logger.Metadata = ["partner.id": "\(partner)"]
        if let delivery { metadata["delivery.id"] = "\(delivery)" }
        if let reason { metadata["reason"] = "\(reason)" }
        logger.warning(message, metadata: metadata)
    }
}
