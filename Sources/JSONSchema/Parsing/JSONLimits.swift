/// What a document may cost to read.
package struct JSONLimits: Sendable, Equatable {
    /// Enough for every document of ours.
    package static let standard = JSONLimits()

    /// How deeply arrays and objects may lie in one another.
    package let depthMax: Int
    /// How many bytes one number may have.
    package let numberBytesMax: Int

    /// Sets the limits.
    package init(depthMax: Int = 64, numberBytesMax: Int = 1_000) {
        self.depthMax = depthMax
        self.numberBytesMax = numberBytesMax
    }
}
