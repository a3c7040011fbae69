/// What was wrapped anew in one transaction.
package struct Rewrapping: Sendable, Equatable {
    package var rewrapped: Int
    /// How many do not open: their rows were altered, or their key is not at hand.
    package var unopened: Int
    /// The last key that was looked at; nil when there was none.
    package var last: String?

    /// Begins to count.
    package init(rewrapped: Int = 0, unopened: Int = 0, last: String? = nil) {
        self.rewrapped = rewrapped
        self.unopened = unopened
        self.last = last
    }
}
