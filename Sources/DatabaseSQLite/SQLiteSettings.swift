/// How a store on SQLite behaves; the defaults suit a service on one machine.
package struct SQLiteSettings: Sendable, Equatable {
    /// How many reads run at the same time; more wait for their turn.
    package var readersMax: Int

    /// How many writes share one commit at most.
    package var groupMax: Int

    /// The length of the write-ahead log from which its pages are copied into the store.
    package var logBytesKept: Int

    /// The length of the write-ahead log at which writing waits for readers, to empty the log.
    package var logBytesMax: Int

    /// Describes how a store behaves.
    package init(
        readersMax: Int = 4,
        groupMax: Int = 128,
        logBytesKept: Int = 4 << 20,
        logBytesMax: Int = 64 << 20
    ) {
        self.readersMax = readersMax
        self.groupMax = groupMax
        self.logBytesKept = logBytesKept
        self.logBytesMax = logBytesMax
    }
}
