package import Foundation

/// How long a child's data is kept, and what has become of it.
package struct Keeping: Sendable, Codable, Equatable {
    package let retention: RetentionClass
    package let reviewAt: Date
    /// Since when the law holds it, and by whom; nil when it does not.
    package let heldSince: Date?
    package let heldBy: String?
    package let erasedAt: Date?
}
