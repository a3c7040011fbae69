package import Foundation

/// Who performs a duty, as all processes may see it.
package struct DutyLine: Sendable, Equatable {
    package let duty: String
    package let worker: String
    package let endsAt: Date
    /// What the holder has to say about it.
    package let note: String?
}

/// One process that works on the store.
package struct WorkerLine: Sendable, Equatable, Codable {
    package let id: String
    /// The machine that it runs on.
    package let host: String
    package let version: String
    package let since: Date
    /// Until when it counts as alive.
    package let endsAt: Date

    /// Describes a process.
    package init(id: String, host: String, version: String, since: Date, endsAt: Date) {
        self.id = id
        self.host = host
        self.version = version
        self.since = since
        self.endsAt = endsAt
    }
}
