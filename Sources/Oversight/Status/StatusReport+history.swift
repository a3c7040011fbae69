import Foundation
import Outbox
import Referrals

extension StatusReport {
    /// Tells the history of a referral's versions, newest first.
    init?(
        _ versions: [ReferralHistory],
        _ keeping: Keeping?,
        contacts: [Contact],
        at now: Date,
        laneCondition: (_ partner: String) -> LaneCondition?
    ) {
        guard let newest = versions.first else { return nil }
        let isErased = keeping?.erasedAt != nil
        self.init(
            referral: ReferralFacts(
                id: newest.id,
                sourceReference: newest.sourceReference,
                version: newest.version,
                urgency: newest.urgency,
                submittedAt: newest.submittedAt,
                unrouted: newest.isUnrouted
            ),
            keeping: keeping,
            leftOut: newest.leftOut.map { LeftOut(partner: $0.partner, reason: $0.reason) },
            holders: versions.flatMap(\.holders),
            withdrawals: versions.flatMap { version in
                version.withdrawals.map {
                    StatusReport.Withdrawal(
                        at: $0.at,
                        version: version.version,
                        by: $0.askedBy,
                        reason: $0.reason
                    )
                }
            },
            feedback: versions.flatMap(\.feedback).sorted {
                ($0.at, $0.partner) < ($1.at, $1.partner)
            },
            deliveries: versions.flatMap { version in
                version.deliveries.map { delivery in
                    let lane = delivery.state.isUnsettled ? laneCondition(delivery.partner) : nil
                    return DeliveryFacts(
                        delivery,
                        version: version.version,
                        isErased: isErased && delivery.message != .purge,
                        nextStep: isErased && delivery.message != .purge
                            ? "Nothing: the child's data was erased."
                            : contacts.completing(
                                delivery.nextStep(isPaused: lane?.kind == .paused),
                                of: delivery.partner
                            ),
                        telephone: contacts.first { $0.partner == delivery.partner }?.telephone,
                        lane: lane,
                        at: now
                    )
                }
            }
        )
    }
}

extension StatusReport.DeliveryFacts {
    fileprivate init(
        _ delivery: ReferralHistory.Delivery,
        version: Int,
        isErased: Bool,
        nextStep: String,
        telephone: String?,
        lane: LaneCondition?,
        at now: Date
    ) {
        self.init(
            id: delivery.id,
            partner: delivery.partner,
            contract: delivery.contract,
            message: delivery.message,
            version: version,
            idempotencyKey: delivery.idempotencyKey,
            state: delivery.state,
            reason: delivery.parkReason?.rawValue,
            nextStep: nextStep,
            telephone: telephone,
            lane: lane,
            dueAt: delivery.dueAt,
            reroutedTo: delivery.reroutedTo,
            attempts: delivery.attempts.map(StatusReport.Attempt.init),
            acknowledgements: delivery.answers.map {
                StatusReport.AcknowledgementFacts($0, sent: delivery.attempts.first?.startedAt)
            },
            deadlines: delivery.deadlines(at: now, isErased: isErased),
            resends: delivery.resends.map {
                StatusReport.Resend(at: $0.at, by: $0.askedBy, reason: $0.reason)
            },
            escalations: delivery.escalations.map {
                StatusReport.Escalation(
                    at: $0.at,
                    clock: $0.clock.rawValue,
                    stage: $0.stage,
                    dueAt: $0.due
                )
            }
        )
    }
}

extension ReferralHistory.Delivery {
    /// What happens next, and who must make it happen.
    fileprivate func nextStep(isPaused: Bool) -> String {
        switch state {
        case .queued where isPaused:
            "It is sent when the partner is resumed: referral-sync partners resume \(partner)"
        case .uncertain where isPaused:
            "It is cleared up when the partner is resumed: referral-sync partners resume \(partner)"
        case .queued: attempts.isEmpty ? "It is sent when it is due." : "It is sent again when due."
        case .sending: "It is being sent."
        case .uncertain:
            "It is cleared up when due: the partner is asked, or sent the same again where that is safe, "
                + "or a person is asked."
        case .delivered where message == .withdrawal:
            "The partner is to confirm that it disregards the referral."
        case .delivered where message == .purge:
            "The partner is to confirm that it deleted what it held."
        case .delivered: "The partner owes an acknowledgement."
        case .acknowledged:
            reroutedTo.map {
                "It was passed on to \($0); until that agency accepts, this one remains responsible."
            } ?? "The partner owes a decision."
        case .decided: "Nothing; later outcomes are added when they come."
        case .parked: parkReason?.nextStep(after: rerouteObstacle) ?? "A person must act."
        case .withdrawn where message == .withdrawal:
            "Nothing: the partner confirmed the withdrawal."
        case .withdrawn where message == .purge:
            "Nothing: the partner confirmed that it deleted what it held."
        case .withdrawn: "Nothing: it was withdrawn."
        case .superseded: "Nothing: a newer version took its place."
        }
    }

    fileprivate func deadlines(at now: Date, isErased: Bool) -> [StatusReport.Deadline] {
        Clock.allCases.compactMap { clock in
            guard let due = dues[clock], isShown(clock) else { return nil }
            return StatusReport.Deadline(
                kind: clock.rawValue,
                dueAt: due,
                state: state(of: clock, due: due, at: now, isErased: isErased).rawValue,
                metAt: metAt(clock)
            )
        }
    }

    /// A withdrawal is to be confirmed, no more.
    private func isShown(_ clock: Clock) -> Bool {
        message == .referral || (clock != .decision && clock != .outcome)
    }

    private func state(
        of clock: Clock,
        due: Date,
        at now: Date,
        isErased: Bool
    ) -> StatusReport.DeadlineState {
        if metAt(clock) != nil { return .met }
        if state == .withdrawn || state == .superseded || isErased { return .lapsed }
        return now > due ? .overdue : .open
    }

    /// When what the clock stands for came; a later fact stands for those before it.
    private func metAt(_ clock: Clock) -> Date? {
        let kinds: Set<AnswerKind> =
            switch clock {
            case .receipt: Set(AnswerKind.allCases).subtracting([.rejected])
            case .acknowledgement: [.acknowledged, .decision, .outcome]
            case .decision: [.decision, .outcome]
            case .outcome: [.outcome]
            case .action: []
            }
        // What is said by telephone of a document that is still on its way is no receipt for it.
        let mayBeSaid = clock != .receipt || !state.isUnsettled
        return answers.filter { kinds.contains($0.kind) && (mayBeSaid || $0.path != .telephone) }
            .map(\.receivedAt).min()
    }
}

extension StatusReport.Attempt {
    fileprivate init(_ attempt: ReferralHistory.Attempt) {
        self.init(
            number: attempt.number,
            startedAt: attempt.startedAt,
            endedAt: attempt.endedAt,
            outcome: attempt.outcome?.rawValue,
            phase: attempt.phase,
            code: attempt.code,
            status: attempt.status,
            late: attempt.isLate,
            nextAt: attempt.nextAt,
            explanation: attempt.explanation?.inShort
        )
    }
}

extension ReferralHistory {
    /// Who has this version, or may have it; nobody any more who confirmed that it was deleted.
    fileprivate var holders: [StatusReport.Holder] {
        let purged = deliveries.filter { $0.message == .purge && $0.state == .withdrawn }
        return deliveries.filter { delivery in
            delivery.message == .referral
                && delivery.state.mayBeHeld(parkedFor: delivery.parkReason)
                && !purged.contains { $0.partner == delivery.partner }
        }.map { delivery in
            StatusReport.Holder(
                partner: delivery.partner,
                version: version,
                since: delivery.answers.filter { $0.kind == .receipt }.map(\.receivedAt).min(),
                isCertain: delivery.answers.contains { $0.kind != .rejected }
            )
        }
    }
}

extension StatusReport.AcknowledgementFacts {
    /// The parts of a canonical acknowledgement, or of a receipt, that are shown.
    private struct Content: Decodable {
        struct By: Decodable { let team: String? }
        let at: String?
        let receivedAt: String?
        let by: By?
        let decision: String?
        let outcome: String?
        let partnerReference: String?
        let receiptId: String?
        let reroutedTo: String?
        let missing: [String]?
    }

    fileprivate init(_ answer: ReferralHistory.Answer, sent: Date?) {
        let content = try? JSONDecoder().decode(Content.self, from: answer.content)
        let at = (content?.at ?? content?.receivedAt)
            .flatMap { try? Date($0, strategy: .iso8601) }
        let sent = answer.path == .telephone ? nil : sent
        self.init(
            receivedAt: answer.receivedAt,
            kind: answer.kind.rawValue,
            path: answer.path.rawValue,
            at: at,
            isTimeDoubtful: at.flatMap {
                SaidTime.isPlausible($0, sent: sent, received: answer.receivedAt) ? nil : true
            },
            team: content?.by?.team,
            decision: content?.decision,
            outcome: content?.outcome,
            partnerReference: content?.partnerReference ?? content?.receiptId,
            saidBy: answer.saidBy,
            writtenBy: answer.writtenBy,
            reroutedTo: content?.reroutedTo,
            missing: content?.missing
        )
    }
}
