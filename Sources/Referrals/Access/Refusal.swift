/// Somebody asked for something that they may not do.
package struct Refusal: Sendable, Equatable {
    /// What was asked, as the log names it.
    package let order: String
    /// The referral or delivery that it was about, in the words of whoever asked.
    package let reference: String?
    package let caller: Caller

    /// Describes a refusal.
    package init(_ order: String, about reference: String? = nil, of caller: Caller) {
        self.order = order
        self.reference = reference
        self.caller = caller
    }
}
