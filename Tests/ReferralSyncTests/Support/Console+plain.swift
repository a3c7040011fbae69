@testable import ReferralSync

extension Console {
    /// A pipe: no colour and no redrawing.
    static var plain: Console {
        Console(
            isTerminal: false,
            hasMessageTerminal: false,
            hasColour: false,
            hasMessageColour: false
        )
    }
}
