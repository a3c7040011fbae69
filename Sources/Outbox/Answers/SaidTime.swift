package import Foundation

/// When a partner says that it answered, which its clock may get wrong.
package enum SaidTime {
    /// How far a partner's clock may be behind ours.
    private static let tolerance: TimeInterval = 3600

    /// Whether an answer can have been given when its partner says: not before the document was sent,
    /// and not after the answer came.
    ///
    /// An answer whose time cannot be counts from when it came. What was written down from the telephone
    /// was checked then: a partner that was rung may have answered before the document reached it.
    package static func isPlausible(_ said: Date, sent: Date?, received: Date) -> Bool {
        said <= received.addingTimeInterval(tolerance)
            && sent.map { said >= $0.addingTimeInterval(-tolerance) } ?? true
    }
}
