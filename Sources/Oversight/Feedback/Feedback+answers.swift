import Foundation
import Outbox
import Referrals

extension ReferralHistory {
    /// What came of the referral so far, oldest first.
    var feedback: [Feedback] {
        deliveries.filter { $0.message == .referral }.flatMap { delivery in
            delivery.answers.compactMap { answer in
                Feedback(answer.content, from: delivery.partner, receivedAt: answer.receivedAt)
            }
        }.sorted { ($0.at, $0.partner) < ($1.at, $1.partner) }
    }
}

extension Feedback {
    /// Reads a canonical acknowledgement; nil when it says nothing that is worth telling.
    init?(_ content: Data, from partner: String, receivedAt: Date) {
        struct Content: Decodable {
            let kind: Acknowledgement.Kind
            let at: Date
            let decision: Decision?
            let outcome: Outcome?
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let content = try? decoder.decode(Content.self, from: content),
            let words = content.decision?.neutralWords ?? content.outcome?.neutralWords
                ?? content.kind.neutralWords
        else { return nil }
        self.init(partner: partner, at: content.at, words: words)
    }
}

extension Acknowledgement.Kind {
    fileprivate var neutralWords: String? {
        switch self {
        case .acknowledged: "A person there has taken it up."
        case .received, .decision, .outcome, .rejected: nil
        }
    }
}

extension Decision {
    /// What it means for the child.
    fileprivate var neutralWords: String {
        switch self {
        case .noFurtherAction: "They looked into it and need not do more."
        case .advice: "They gave advice."
        case .earlyHelp: "The family gets early help."
        case .assessment: "They are assessing what the child needs."
        case .strategyDiscussion: "The agencies are planning together how to keep the child safe."
        case .immediateProtection: "They acted at once to keep the child safe."
        case .accepted: "They are helping the child."
        case .notOurArea: "They say that the child lives in another area."
        case .insufficientInformation: "They asked for more information."
        case .linkedToOpenCase: "They know the child and work with the family already."
        case .duplicate: "They had been told already."
        case .other: "They decided what to do."
        }
    }
}

extension Outcome {
    /// What it means for the child.
    fileprivate var neutralWords: String {
        switch self {
        case .assessmentComplete: "The assessment is complete."
        case .conference: "A child protection conference took place."
        case .protectionPlan: "The child has a protection plan."
        case .lookedAfter: "The child is looked after."
        case .legalAction: "Legal steps were taken to keep the child safe."
        case .servicesProvided: "The child and the family get help."
        case .closed: "Their work with the family has come to its end."
        case .other: "There is news."
        }
    }
}
