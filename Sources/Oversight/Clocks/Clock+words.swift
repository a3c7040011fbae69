package import Referrals

extension Clock {
    /// What is owed, as a sentence goes on after "The partner owes …".
    package var owed: String {
        switch self {
        case .receipt: "a receipt"
        case .acknowledgement: "an acknowledgement"
        case .decision: "a decision"
        case .outcome: "word of what came of it"
        case .action: "nothing: a person of ours must act"
        }
    }
}

extension [Contact] {
    /// What a person should do when a clock ran out.
    func remedy(_ clock: Clock, of partner: String) -> String {
        let advice =
            switch clock {
            case .receipt:
                "Telephone the partner: it has not got the referral. Why: referral-sync queue --list "
                    + "--partner \(partner)"
            case .acknowledgement, .decision:
                "Telephone the partner; write down what it says: referral-sync acknowledge "
                    + "DELIVERY --by NAME"
            case .outcome: "Telephone the partner, if the officer wants to know."
            case .action: "Act on what is parked: referral-sync queue --parked --partner \(partner)"
            }
        return completing(advice, of: partner)
    }
}
