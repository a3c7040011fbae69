/// What a step of a rotation did.
package struct RotationReport: Codable, Sendable, Equatable {
    /// The key that keys are wrapped under now.
    package let key: String
    package var rewrapped = 0
    /// How many keys do not open, and stay as they are.
    package var unopened = 0
    /// From where to go on; nil when all was looked at.
    package var next: String?

    /// Begins a report.
    package init(key: String) { self.key = key }
}
