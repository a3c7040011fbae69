package import Foundation

/// How a claimed attempt ended, and where the delivery goes.
package struct AttemptEnding: Sendable {
    package let claim: Claim
    package let record: AttemptRecord
    package let step: DeliveryStep
    package let at: Date

    /// Describes an ending.
    package init(_ claim: Claim, with record: AttemptRecord, step: DeliveryStep, at now: Date) {
        self.claim = claim
        self.record = record
        self.step = step
        at = now
    }
}
