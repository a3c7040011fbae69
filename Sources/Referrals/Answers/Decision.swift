/// What a partner decided to do (Working Together to Safeguard Children: the decision owed within
/// one working day, and what other agencies say instead).
package enum Decision: String, Sendable, Codable, CaseIterable {
    case noFurtherAction = "no-further-action"
    case advice
    case earlyHelp = "early-help"
    case assessment
    case strategyDiscussion = "strategy-discussion"
    case immediateProtection = "immediate-protection"
    /// A school, health or support service takes it on.
    case accepted
    case notOurArea = "not-our-area"
    case insufficientInformation = "insufficient-information"
    case linkedToOpenCase = "linked-to-open-case"
    case duplicate
    case other
}

/// What came of it later.
package enum Outcome: String, Sendable, Codable, CaseIterable {
    case assessmentComplete = "assessment-complete"
    case conference
    case protectionPlan = "protection-plan"
    case lookedAfter = "looked-after"
    case legalAction = "legal-action"
    case servicesProvided = "services-provided"
    case closed
    case other
}
