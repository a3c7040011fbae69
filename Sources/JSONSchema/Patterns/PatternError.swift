/// Why a pattern cannot be used.
struct PatternError: Error {
    /// What is wrong, as the end of a sentence.
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
