/// How a PostgreSQL store is used.
package struct PostgresSettings: Sendable, Equatable {
    /// The most sessions of this process.
    package var sessionsMax = 8
    /// Whether a commit must be confirmed by a standby, so that it survives the loss of the primary.
    package var needsStandby = false
    /// How long one statement, or a commit, may take.
    package var statementLimit: Duration = .seconds(30)
    /// How long a lost server is looked for before a caller is told.
    package var patience: Duration = .seconds(60)

    /// Starts from the defaults.
    package init() {}
}
