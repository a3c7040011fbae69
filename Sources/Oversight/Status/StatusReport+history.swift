import Foundation
import Outbox
import Referrals

extension StatusReport {
    /// Tells the history of a referral's versions, newest first.
    init?(
        _ versions: [ReferralHistory],
        contacts: [Contact],
        at now: Date,
        laneCondition: (_ partner: String) -> LaneCondition?
    ) {
        guard let newest = versions.first else { return nil }
        self.init(
            referral: ReferralFacts(
                id: newest.id,
                sourceReference: newest.sourceReference,
                version: newest.version,
                urgency: newest.urgency,
                submittedAt: newest.submittedAt,
                unrouted: newest.isUnrouted
            ),
            leftOut: newest.leftOut.map { LeftOut(partner: $0.partner, reason: $0.reason) },
            deliveries: versions.flatMap { version in
                version.deliveries.map { delivery in
                    DeliveryFacts(
                        delivery,
                        version: version.version,
                        nextStep: contacts.completing(delivery.nextStep, of: delivery.partner),
                        telephone: contacts.first { $0.partner == delivery.partner }?.telephone,
                        lane: delivery.state.isUnsettled ? laneCondition(delivery.partner) : nil,
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
        nextStep: String,
        telephone: String?,
        lane: LaneCondition?,
        at now: Date
    ) {
        self.init(
            id: delivery.id,
            partner: delivery.partner,
            contract: delivery.contract,
            version: version,
            idempotencyKey: delivery.idempotencyKey,
            state: delivery.state,
            reason: delivery.parkReason?.rawValue,
            nextStep: nextStep,
            telephone: telephone,
            lane: lane,
            dueAt: delivery.dueAt,
            attempts: delivery.attempts.map(StatusReport.Attempt.init),
            acknowledgements: delivery.answers.map(StatusReport.AcknowledgementFacts.init),
            deadlines: delivery.deadlines(at: now),
            resends: delivery.resends.map {
                StatusReport.Resend(at: $0.at, by: $0.askedBy, reason: $0.reason)
            }
        )
    }
}

extension ReferralHistory.Delivery {
    /// What happens next, and who must make it happen.
    fileprivate var nextStep: String {
        switch state {
        case .queued: attempts.isEmpty ? "It is sent when it is due." : "It is sent again when due."
        case .sending: "It is being sent."
        case .uncertain:
            "It is cleared up when due: the partner is asked, or sent the same again where that is safe, "
                + "or a person is asked."
        case .delivered: "The partner owes an acknowledgement."
        case .acknowledged: "The partner owes a decision."
        case .decided: decision?.nextStep ?? "Nothing; later outcomes are added when they come."
        case .parked: parkReason?.nextStep ?? "A person must act."
        case .withdrawn: "Nothing: it was withdrawn."
        case .superseded: "Nothing: a newer version took its place."
        }
    }

    /// The newest decision.
    private var decision: Decision? {
        struct Content: Decodable { let decision: Decision? }
        return answers.reversed().compactMap {
            try? JSONDecoder().decode(Content.self, from: $0.content).decision
        }.first
    }

    fileprivate func deadlines(at now: Date) -> [StatusReport.Deadline] {
        guard let answerDue else { return [] }
        let met = answers.contains { $0.kind == .acknowledged || $0.kind == .decision }
        let state = met ? "met" : now > answerDue ? "overdue" : "open"
        return [StatusReport.Deadline(kind: "acknowledgement", dueAt: answerDue, state: state)]
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
    }

    fileprivate init(_ answer: ReferralHistory.Answer) {
        let content = try? JSONDecoder().decode(Content.self, from: answer.content)
        let at = content?.at ?? content?.receivedAt
        self.init(
            receivedAt: answer.receivedAt,
            kind: answer.kind.rawValue,
            path: answer.path.rawValue,
            at: at.flatMap { try? Date($0, strategy: .iso8601) },
            team: content?.by?.team,
            decision: content?.decision,
            outcome: content?.outcome,
            partnerReference: content?.partnerReference ?? content?.receiptId
        )
    }
}

extension Decision {
    /// What a person must do after it, or nil when nothing has to be done.
    fileprivate var nextStep: String? {
        switch self {
        case .notOurArea:
            "A person must act: it is not their area. Submit a higher version that names the "
                + "agency whose area it is in recipients; until that one accepts, this one remains "
                + "responsible."
        case .insufficientInformation:
            "A person must act: they need more. Submit a higher version with what is missing."
        default: nil
        }
    }
}
