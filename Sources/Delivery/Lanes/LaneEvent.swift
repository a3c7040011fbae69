package import Foundation
package import Outbox

/// What happened to a lane.
package enum LaneEvent: Sendable {
    /// Something may be due: a submit, a resend.
    case rung
    /// A time that the lane asked for has come.
    case woke
    /// A claim gave these deliveries.
    case claimed(ClaimResult)
    /// The store could not be asked; trying later may work.
    case claimFailed
    /// One delivery is done with; the partner may have asked for a pause of the whole lane.
    case finished(pauseUntil: Date?)
    /// The service is stopping: finish what is on the wire and take no more.
    case stop
    /// The time for finishing is over: what is still on the wire is being aborted.
    case drainEnded
}

/// What a lane wants done.
package enum LaneEffect: Sendable {
    case claim(upTo: Int, order: ClaimOrder)
    case send(Claim)
    case wake(at: Date)
}
