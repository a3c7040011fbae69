/// Whether an attempt's outcome counted.
package enum FinishResult: Sendable, Equatable {
    /// The delivery moved.
    case applied
    /// The claim was lost before; the outcome is kept as evidence only.
    case late
}
