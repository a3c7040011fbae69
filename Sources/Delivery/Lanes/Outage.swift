package import Foundation

/// A partner that cannot be delivered to.
package struct Outage: Sendable, Equatable {
    /// Why it cannot be delivered to.
    package struct Cause: Sendable, Equatable {
        /// How the last attempt ended, in a sentence.
        package let words: String
        /// Whether our own settings or credentials are at fault, so that a person here must act.
        package let isOurs: Bool

        /// Describes a cause.
        package init(_ words: String, isOurs: Bool = false) {
            self.words = words
            self.isOurs = isOurs
        }
    }

    package let since: Date
    /// What the last attempt showed.
    package var cause: Cause
    /// When the partner is asked again.
    package var nextProbe: Date

    /// Describes an outage.
    package init(since: Date, cause: Cause, nextProbe: Date) {
        self.since = since
        self.cause = cause
        self.nextProbe = nextProbe
    }
}
