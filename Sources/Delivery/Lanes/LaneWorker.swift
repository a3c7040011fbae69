import Database
import Foundation
import Logging
import Metrics
import Outbox
import ServiceLifecycle
import Synchronization

/// Carries out what one lane decides.
struct LaneWorker: Sendable {
    let partner: DeliveryPartner
    let settings: DeliverySettings
    let outbox: OutboxStore
    let runner: AttemptRunner
    let time: TimeSource
    let worker: String
    let random: @Sendable () -> Double
    let board: LaneBoard
    let logger: Logger

    /// Runs the lane until it was stopped and drained; throws when the store is lost.
    func run(bell: Doorbell, resuming outage: Outage?) async throws {
        let (events, mailbox) = AsyncStream.makeStream(of: LaneEvent.self)
        let ended = EndedAttempts()
        let cursor = ClaimCursor()
        bell.connect(mailbox, to: partner.id)
        defer { bell.disconnect(partner.id) }
        mailbox.yield(.held(try await outbox.hold(of: partner.id) != nil))
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                var lane = Lane(partner.plan, resuming: outage)
                for await event in events {
                    switch event {
                    case .stop: group.addTask { await endDrain(mailbox) }
                    case .drainEnded: group.cancelAll()
                    default: break
                    }
                    for effect in lane.step(event, at: time.now()) {
                        group.addTask {
                            try await carryOut(effect, cursor, ended, reportTo: mailbox)
                        }
                    }
                    board.show(lane.view, of: partner.id)
                    if lane.isDrained { break }
                }
                // Only timers are left.
                group.cancelAll()
            }
        } onGracefulShutdown: {
            mailbox.yield(.stop)
        }
        // The duty was lost: what ended is recorded all the same, and the fence tells what counts.
        let rest = ended.takeAll()
        if !rest.isEmpty { await Task { await recordOnce(rest) }.value }
    }

    /// Gives requests that are on the wire some time after the stop.
    private func endDrain(_ mailbox: AsyncStream<LaneEvent>.Continuation) async {
        try? await time.sleep(settings.drainLimit)
        mailbox.yield(.drainEnded)
    }

    private func carryOut(
        _ effect: LaneEffect,
        _ cursor: ClaimCursor,
        _ ended: EndedAttempts,
        reportTo mailbox: AsyncStream<LaneEvent>.Continuation
    ) async throws {
        switch effect {
        case .claim(let limit, let order, let retries):
            do {
                let result = try await outbox.claim(
                    upTo: limit,
                    for: partner.id,
                    by: worker,
                    order: order,
                    retries: retries,
                    at: time.now(),
                    lease: settings.lease,
                    from: cursor
                )
                mailbox.yield(.claimed(result))
            } catch let error as DatabaseError where error.isTemporary {
                logger.error("claim failed", metadata: ["reason": "\(error.message)"])
                mailbox.yield(.claimFailed)
            } catch OutboxError.keyLacking(let reason) {
                logger.error("claim failed", metadata: ["reason": "\(reason)"])
                mailbox.yield(.claimFailed)
            }
        case .send(let claim):
            let (report, ending) = try await attempt(claim)
            ended.put([ending])
            mailbox.yield(.finished(report))
        case .record:
            let endings = ended.takeAll()
            do {
                try await record(endings)
                mailbox.yield(.recorded(endings.count))
            } catch is CancellationError {
                ended.put(endings)
                mailbox.yield(.recordGivenUp)
            }
        case .wake(let moment):
            let wait = max(0, moment.timeIntervalSince(time.now()))
            try? await time.sleep(.seconds(wait))
            mailbox.yield(.woke(for: moment))
        case .notice(let change): announce(change)
        }
    }

    /// One line when an outage begins, and one when it is over.
    private func announce(_ change: Breaker.Change) {
        switch change {
        case .opened(let outage) where outage.cause.isOurs:
            logger.error(
                "partner setup failed",
                metadata: metadata(
                    outage,
                    "remedy",
                    "Mend what the reason names, here: referral-sync partners check \(partner.id)"
                )
            )
        case .opened(let outage):
            let number = partner.telephone.map { " on \($0)" } ?? ""
            logger.error(
                "partner outage began",
                metadata: metadata(
                    outage,
                    "remedy",
                    "Telephone the partner\(number) about what is urgent; it is asked again by itself."
                )
            )
        case .closed(let outage, let length):
            logger.notice(
                outage.cause.isOurs ? "partner setup works" : "partner outage ended",
                metadata: metadata(nil, "outage.seconds", "\(length.components.seconds)")
            )
        case .lapsed(let outage, let length):
            logger.notice(
                outage.cause.isOurs
                    ? "partner setup not tried again, nothing waits"
                    : "partner outage not followed, nothing waits",
                metadata: metadata(nil, "outage.seconds", "\(length.components.seconds)")
            )
        }
    }

    private func metadata(_ outage: Outage?, _ key: String, _ text: String) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["partner.id": "\(partner.id)", key: "\(text)"]
        if let outage { metadata["reason"] = "\(outage.cause.words)" }
        return metadata
    }

    /// Makes one attempt; returns what it says about the partner, and what to record of it.
    private func attempt(_ claim: Claim) async throws -> (LaneReport, AttemptEnding) {
        let began = time.now()
        let result = await runner.run(claim)
        let now = time.now()
        count(result, lasting: now.timeIntervalSince(began))
        // However long a partner asks for, other deliveries try again within the cap, so that they
        // learn of its recovery and of their own horizons.
        let pause =
            result.health == .busy
            ? result.retryAfter.map { now.adding(min($0, settings.retries.cap)) } : nil
        let report = LaneReport(
            delivery: claim.delivery,
            wasRetry: claim.isRetry,
            health: result.health,
            cause: Outage.Cause(
                result.record.explanation.summary,
                isOurs: result.record.outcome == .misconfigured
            ),
            pauseUntil: pause,
            brokenConnection: result.brokenConnection,
            random: random()
        )
        let step = try step(after: result, of: claim, at: now)
        return (report, AttemptEnding(claim, with: result.record, step: step, at: now))
    }

    private func step(
        after result: AttemptResult,
        of claim: Claim,
        at now: Date
    ) throws -> DeliveryStep {
        guard let receipt = result.receipt else {
            return settings.retries.step(
                after: result,
                of: claim,
                canReconcile: partner.canReconcile(claim, at: now),
                at: now,
                random: random()
            )
        }
        return .delivered(
            receipt: try JSONEncoder().encode(receipt),
            owed: partner.owed(claim.urgency, from: now),
            pollAt: partner.firstPoll(after: receipt, at: now)
        )
    }

    /// A full store is waited for: the outcome must not be lost while the process lives.
    private func record(_ endings: [AttemptEnding]) async throws {
        while true {
            do {
                for (ending, result) in zip(endings, try await outbox.finish(endings)) {
                    log(ending, result)
                }
                return
            } catch let error as DatabaseError where error.isTemporary {
                logger.error("outcome not recorded yet", metadata: ["reason": "\(error.message)"])
                try await time.sleep(.seconds(1))
            }
        }
    }

    /// What cannot be recorded now was perhaps delivered: whoever rescues it will find out.
    private func recordOnce(_ endings: [AttemptEnding]) async {
        do {
            for (ending, result) in zip(endings, try await outbox.finish(endings)) {
                log(ending, result)
            }
        } catch {
            logger.error(
                "outcomes not recorded, deliveries are asked about",
                metadata: ["deliveries": "\(endings.count)"]
            )
        }
    }

    private func count(_ result: AttemptResult, lasting seconds: TimeInterval) {
        let partner = ("partner", partner.id)
        Counter(
            label: "referral_sync_attempts",
            dimensions: [
                partner, ("outcome", result.record.outcome.rawValue),
                ("phase", result.record.phase),
            ]
        ).increment()
        Metrics.Timer(label: "referral_sync_attempt_seconds", dimensions: [partner])
            .recordSeconds(max(0, seconds))
    }

    private func log(_ ending: AttemptEnding, _ finish: FinishResult) {
        let (claim, record) = (ending.claim, ending.record)
        let level: Logger.Level =
            switch record.outcome {
            case .delivered, .givenBack: .info
            case .unreachable, .busy, .uncertain: .notice
            case .refused, .keyReused, .misconfigured: .warning
            }
        logger.log(
            level: level,
            "attempt ended",
            metadata: [
                "delivery.id": "\(claim.delivery)", "partner.id": "\(partner.id)",
                "attempt": "\(claim.attempt)", "outcome": "\(record.outcome.rawValue)",
                "phase": "\(record.phase)", "code": "\(record.code)",
                "status": "\(record.status.map(String.init) ?? "none")",
                "late": "\(finish == .late)",
            ]
        )
    }
}

/// The attempts of one lane that ended and are not recorded yet.
private final class EndedAttempts: Sendable {
    private let endings = Mutex<[AttemptEnding]>([])

    func put(_ more: [AttemptEnding]) {
        endings.withLock { $0 += more }
    }

    func takeAll() -> [AttemptEnding] {
        endings.withLock { endings in
            defer { endings = [] }
            return endings
        }
    }
}
