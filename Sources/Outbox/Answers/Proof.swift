import Referrals

/// The state that a delivery's answers prove.
///
/// It depends on the set of answers only, never on the order in which they came or on repetition: a
/// decision that arrives before the acknowledgement still ends in `decided`. Of decisions that
/// contradict one another the one that the partner made last counts, and of those made at once the one
/// that settles the child's case.
package struct Proof: Sendable, Equatable {
    package let state: DeliveryState
    package let reason: ParkReason?

    /// What became of a child that the partner says is not in its area.
    package enum Rerouting: Sendable, Equatable {
        /// The agency that the partner named is being looked for, or has the referral and has not
        /// accepted: this partner remains responsible until it has.
        case underWay
        case accepted
        /// A person must find the agency.
        case leftToPerson
    }

    /// Reads the answers to a message; nil when they prove nothing.
    package init?(
        _ facts: Set<AnswerFact>,
        to message: DeliveryMessage = .referral,
        rerouting: Rerouting = .underWay
    ) {
        switch message {
        case .referral: self.init(referral: facts, rerouting)
        case .withdrawal, .purge: self.init(withdrawal: facts)
        }
    }

    private init(_ state: DeliveryState, _ reason: ParkReason? = nil) {
        self.state = state
        self.reason = reason
    }

    private init?(referral facts: Set<AnswerFact>, _ rerouting: Rerouting) {
        let kinds = Set(facts.map(\.kind))
        let last = facts.filter { $0.kind == .decision || $0.kind == .outcome }.map(\.at).max()
        let newest = facts.filter { $0.at == last }
        let decisions = Set(newest.compactMap(\.decision))
        let isSettled =
            newest.contains { $0.kind == .outcome }
            || decisions.contains(where: { !Self.leavesOpen($0) })
        if isSettled {
            self.init(.decided)
        } else if decisions.contains(Decision.notOurArea.rawValue) {
            switch rerouting {
            case .underWay: self.init(.acknowledged)
            case .accepted: self.init(.decided)
            case .leftToPerson: self.init(.parked, .notOurArea)
            }
        } else if decisions.contains(Decision.insufficientInformation.rawValue) {
            self.init(.parked, .insufficientInformation)
        } else if kinds.contains(.acknowledged) {
            self.init(.acknowledged)
        } else if kinds.contains(.rejected) {
            self.init(.parked, .rejectedByPartner)
        } else if kinds.contains(.receipt) || kinds.contains(.received) {
            self.init(.delivered)
        } else {
            return nil
        }
    }

    /// Nothing is owed any more once a person confirmed that the referral is disregarded, or deleted.
    private init?(withdrawal facts: Set<AnswerFact>) {
        let kinds = Set(facts.map(\.kind))
        if !kinds.isDisjoint(with: [.acknowledged, .decision, .outcome]) {
            self.init(.withdrawn)
        } else if kinds.contains(.rejected) {
            self.init(.parked, .rejectedByPartner)
        } else if kinds.contains(.receipt) || kinds.contains(.received) {
            self.init(.delivered)
        } else {
            return nil
        }
    }

    /// Whether a decision leaves the child's case without anybody who deals with it.
    private static func leavesOpen(_ decision: String) -> Bool {
        [Decision.notOurArea.rawValue, Decision.insufficientInformation.rawValue]
            .contains(decision)
    }
}
