import Referrals

/// What is proven of a delivery, by rows that the log covers, against which its state is held.
///
/// Retries move a delivery many times without an entry of their own, so the log does not hold its
/// state; but every state says something that only certain attempts, answers and orders can have
/// brought about.
struct StateEvidence: Equatable {
    var message = DeliveryMessage.referral
    /// How attempts ended that were not late.
    var outcomes: Set<AttemptOutcome> = []
    /// Whether an attempt was made at all.
    var isTried = false
    var kinds: Set<AnswerKind> = []
    var decisions: Set<String> = []
    /// What was answered after a person sent it again for the last time, or at all if nobody did.
    var newKinds: Set<AnswerKind> = []
    /// Whether the partner's own system has answered since then, or given its receipt.
    var isHeldSince = false
    /// Whether the referral was withdrawn, in this version or a later one.
    var isWithdrawn = false
    /// Whether the partner was told to disregard it, or the referral was ever withdrawn.
    var mayBeWithdrawn = false
    var hasNewerVersion = false
    /// Whether the child's data was erased.
    var isErased = false
    /// For what time alone parked it since it was last sent again, by the log.
    var parked: Set<String> = []

    /// What a state contradicts; nil when it may be so.
    func contradiction(of state: DeliveryState, parkedFor reason: ParkReason?) -> String? {
        switch state {
        case .queued, .sending, .uncertain: contradictionOfWaiting(state)
        case .delivered:
            if kinds.isDisjoint(with: [.receipt, .received]) {
                unproven(state)
            } else if !newKinds.isDisjoint(with: Self.spoken) {
                "its partner has said more than that it has it"
            } else {
                nil
            }
        case .acknowledged:
            if kinds.isDisjoint(with: Self.spoken) {
                unproven(state)
            } else if !newKinds.isDisjoint(with: Self.deciding),
                decisions.isDisjoint(with: Self.open)
            {
                "its partner has decided"
            } else {
                nil
            }
        case .decided: isDecided ? nil : unproven(state)
        case .parked: contradictionOfParking(reason)
        case .withdrawn where isErased: nil
        case .withdrawn:
            switch message {
            case .referral: mayBeWithdrawn ? nil : "nobody withdrew it"
            case .withdrawal, .purge: kinds.isDisjoint(with: Self.spoken) ? unproven(state) : nil
            }
        case .superseded: hasNewerVersion ? nil : "no newer version took its place"
        }
    }

    private func contradictionOfWaiting(_ state: DeliveryState) -> String? {
        if isHeldSince { return "its partner has it, and nobody sent it again" }
        if isWithdrawn { return "it was withdrawn" }
        if state == .queued, hasNewerVersion, !isTried { return "a newer version took its place" }
        let mayBeHeld = outcomes.contains(.uncertain) || parked.contains(uncertainAtHorizon)
        return state == .uncertain && !mayBeHeld ? "no attempt ended so" : nil
    }

    private func contradictionOfParking(_ reason: ParkReason?) -> String? {
        let isProven =
            switch reason {
            case .refusedByPartner, .notProjected: outcomes.contains(.refused)
            case .keyReused: outcomes.contains(.keyReused)
            case .rejectedByPartner: kinds.contains(.rejected)
            case .uncertain: outcomes.contains(.uncertain)
            case .uncertainAtHorizon: parked.contains(uncertainAtHorizon)
            case .horizonReached: parked.contains(ParkReason.horizonReached.rawValue)
            case .unreadable: parked.contains(ParkReason.unreadable.rawValue)
            case .notOurArea: decisions.contains(Decision.notOurArea.rawValue)
            case .insufficientInformation:
                decisions.contains(Decision.insufficientInformation.rawValue)
            case nil: false
            }
        return isProven
            ? nil : "nothing shows why it is parked (\(reason?.rawValue ?? "no reason"))"
    }

    /// A partner that is not responsible is done with it once another has taken it on.
    private var isDecided: Bool {
        kinds.contains(.outcome)
            || !decisions.subtracting([Decision.insufficientInformation.rawValue]).isEmpty
    }

    private func unproven(_ state: DeliveryState) -> String {
        "no answer proves its state, \(state.rawValue)"
    }

    private var uncertainAtHorizon: String { ParkReason.uncertainAtHorizon.rawValue }

    private static let spoken: Set<AnswerKind> = [.acknowledged, .decision, .outcome]
    private static let deciding: Set<AnswerKind> = [.decision, .outcome]
    private static let open: Set<String> = [
        Decision.notOurArea.rawValue, Decision.insufficientInformation.rawValue,
    ]
}
