package import Foundation
package import Outbox

/// What happened to a lane.
package enum LaneEvent: Sendable {
    /// Something may be due: a submit, a resend.
    case rung
    /// A time that the lane asked for has come.
    case woke(for: Date)
    /// A claim gave these deliveries.
    case claimed(ClaimResult)
    /// The store could not be asked; trying later may work.
    case claimFailed
    /// One request is off the wire; its outcome is to be recorded.
    case finished(LaneReport)
    /// The outcomes of so many requests are durable.
    case recorded(Int)
    /// The outcomes could not be recorded while the drain lasted; the worker keeps them.
    case recordGivenUp
    /// A person holds the lane back, or lets it go on.
    case held(Bool)
    /// The service is stopping: finish what is on the wire and take no more.
    case stop
    /// The time for finishing is over: what is still on the wire is being aborted.
    case drainEnded
}

/// What an attempt says about the partner, whatever it says about the document.
package struct LaneReport: Sendable {
    /// How the partner was.
    package enum Health: Sendable, Equatable {
        /// It answered; also when it refused the document.
        case well
        /// It could not be reached, failed, or does not let us in.
        case sick
        /// It asked to be left alone for a while.
        case busy
        /// Nothing was learnt.
        case unknown
    }

    package let delivery: String
    /// Whether the attempt was counted as a retry.
    package let wasRetry: Bool
    package let health: Health
    /// Why the partner could not be delivered to, when it could not.
    package let cause: Outage.Cause
    /// Until when the partner asked for a pause of the whole lane.
    package let pauseUntil: Date?
    /// The connection that broke under the attempt, if one did.
    package let brokenConnection: Int?
    /// Between 0 and 1, for whatever is to be spread.
    package let random: Double

    /// Describes the end of an attempt.
    package init(
        delivery: String,
        wasRetry: Bool = false,
        health: Health,
        cause: Outage.Cause = Outage.Cause(""),
        pauseUntil: Date? = nil,
        brokenConnection: Int? = nil,
        random: Double = 0.5
    ) {
        self.delivery = delivery
        self.wasRetry = wasRetry
        self.health = health
        self.cause = cause
        self.pauseUntil = pauseUntil
        self.brokenConnection = brokenConnection
        self.random = random
    }
}

/// What a lane wants done.
package enum LaneEffect: Sendable {
    case claim(upTo: Int, order: ClaimOrder, retries: Bool)
    case send(Claim)
    /// Record the outcomes that are not recorded yet, together.
    case record
    case wake(at: Date)
    /// Something that people must be told.
    case notice(Breaker.Change)
}
