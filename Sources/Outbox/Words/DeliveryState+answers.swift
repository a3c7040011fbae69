extension DeliveryState {
    /// The state that a delivery's answers prove, or nil when they prove nothing.
    ///
    /// It depends on the set of answers only, never on their order or repetition: a decision that
    /// arrives before the acknowledgement still ends in `decided`.
    package static func proven(by answers: Set<AnswerKind>) -> DeliveryState? {
        if answers.contains(.decision) || answers.contains(.outcome) { return .decided }
        if answers.contains(.acknowledged) { return .acknowledged }
        if answers.contains(.rejected) { return .parked }
        if answers.contains(.receipt) || answers.contains(.received) { return .delivered }
        return nil
    }
}
