import Database
import Foundation
import Synchronization

/// The server's clock, carried on between two readings by this machine's clock that is never set.
///
/// So all processes write the same time, however wrong their own machines' clocks are.
final class ServerClock: Sendable {
    private let reading = Mutex<(server: Date, here: ContinuousClock.Instant)?>(nil)

    /// The server's time now; the machine's own before the first reading.
    var now: Date {
        reading.withLock { reading in
            guard let reading else { return Date() }
            return reading.server.addingTimeInterval(
                (ContinuousClock.now - reading.here) / .seconds(1)
            )
        }
    }

    /// Takes a reading, unless it took so long that it says less than the one before.
    func set(_ new: Reading) {
        reading.withLock { reading in
            guard reading == nil || new.took < .milliseconds(200) else { return }
            reading = (new.server.addingTimeInterval(new.took / .seconds(2)), new.at)
        }
    }

    /// What the server said, when the answer was there, and how long it took.
    struct Reading {
        let server: Date
        let at: ContinuousClock.Instant
        let took: Duration
    }
}

extension PostgresSession {
    /// Reads the server's clock.
    func serverTime(_ settings: PostgresSettings) throws(DatabaseError) -> ServerClock.Reading {
        let began = ContinuousClock.now
        let rows = try ask("SELECT \(SQLDialect.postgres.milliseconds) AS now", with: settings)
        let ended = ContinuousClock.now
        guard let row = rows.first else { throw .unavailable("the server does not tell the time") }
        return ServerClock.Reading(server: try row.moment("now"), at: ended, took: ended - began)
    }
}
