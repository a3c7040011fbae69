/// The investigation in which the child was found.
package struct Investigation: Sendable, Codable, Hashable {
    /// What the investigation did so far; the newest version per investigation counts.
    package struct Activity: Sendable, Codable, Hashable {
        package let warrants: Int?
        package let arrests: Int?
        package let positiveOutcomes: Int?
        package let devices: Int?
    }

    package let reference: SourceReference
    package let household: SourceReference?
    package let activity: Activity?
}
