package import Database
import Dispatch
package import Foundation

/// A store in PostgreSQL, which several processes on several machines share.
///
/// A lost server is looked for anew, at every host of the address, and what was not committed is run
/// again; a commit whose reply was lost is found out before the caller goes on.
package final class PostgresDatabase: SQLDatabase {
    /// A caller is told of a lost server only after some time; then it may be another minute.
    private static let pauses: [Duration] = [
        .milliseconds(20), .milliseconds(100), .milliseconds(500), .seconds(1),
    ]
    private static let triesAmongOthers = 20

    let address: PostgresAddress
    let settings: PostgresSettings
    let pool: SessionPool
    let clock = ServerClock()
    let hints: HintSender
    private let makeID: @Sendable () -> String

    private init(
        _ address: PostgresAddress,
        _ settings: PostgresSettings,
        _ makeID: @escaping @Sendable () -> String
    ) {
        self.address = address
        self.settings = settings
        self.makeID = makeID
        pool = SessionPool(max: settings.sessionsMax)
        hints = HintSender()
    }

    /// Opens a store in an existing database; `makeID` names sessions, unique for ever.
    package static func open(
        at address: PostgresAddress,
        settings: PostgresSettings = PostgresSettings(),
        makeID: @escaping @Sendable () -> String
    ) async throws -> PostgresDatabase {
        let database = PostgresDatabase(address, settings, makeID)
        do {
            try await database.prepareTokens()
        } catch {
            await database.pool.close()
            throw error
        }
        return database
    }

    package var isShared: Bool { true }

    package var now: Date { clock.now }

    /// A server may come back at any time: nothing stops the database for good.
    package var failure: DatabaseError? { nil }

    package var failures: AsyncStream<DatabaseError> { AsyncStream { _ in } }

    package func write<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await carryOut { session, settings in session.write(operation, settings) }
    }

    package func read<Result: Sendable>(
        _ operation: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await carryOut { session, settings in session.read(operation, settings) }
    }

    package func close() async throws {
        await pool.close()
    }

    /// Runs a transaction until its outcome is known.
    private func carryOut<Result: Sendable>(
        _ transaction:
            @escaping @Sendable (PostgresSession, PostgresSettings) -> TransactionEnd<
                Result
            >
    ) async throws -> Result {
        let end = ContinuousClock.now + settings.patience
        var tries = 0
        while true {
            let (outcome, isLost) = try await inSession(transaction)
            if isLost { await pool.dropIdle() }
            switch outcome {
            case .committed(let result): return result
            case .failed(let error): throw error
            case .unknown(let token, let result):
                if try await isCommitted(token) { return result }
            case .again(let error):
                let isOver =
                    isLost ? ContinuousClock.now >= end : tries >= Self.triesAmongOthers
                if isOver { throw error }
                try? await Task.sleep(for: Self.pauses[min(tries, Self.pauses.count - 1)])
            }
            tries += 1
        }
    }

    /// Finds out what became of a commit, before anybody acts on it.
    private func isCommitted(_ token: CommitToken) async throws -> Bool {
        let end = ContinuousClock.now + settings.patience
        var tries = 0
        while true {
            await pool.dropIdle()
            let (outcome, _) = try await inSession { session, settings in
                do throws(DatabaseError) {
                    return .committed(try session.isCommitted(token, settings))
                } catch {
                    return TransactionEnd<Bool>.again(error)
                }
            }
            switch outcome {
            case .committed(let isCommitted): return isCommitted
            case .failed(let error): throw error
            case .again(let error):
                guard ContinuousClock.now < end else {
                    throw DatabaseError.outcomeUnknown(error.message)
                }
                try? await Task.sleep(for: Self.pauses[min(tries, Self.pauses.count - 1)])
            case .unknown: break
            }
            tries += 1
        }
    }

    /// Runs work on a session, connected if need be; tells whether the session was lost.
    private func inSession<Result: Sendable>(
        _ work: @escaping @Sendable (PostgresSession, PostgresSettings) -> TransactionEnd<Result>
    ) async throws -> (TransactionEnd<Result>, isLost: Bool) {
        guard let lane = await pool.borrow() else { throw DatabaseError.closed }
        defer { pool.giveBack(lane) }
        return await lane.run { place in
            do throws(DatabaseError) {
                let session: PostgresSession
                if let open = place, ContinuousClock.now - open.usedAt < .seconds(3600) {
                    session = open
                } else {
                    session = try self.connect()
                }
                session.usedAt = .now
                place = session
                let end = work(session, self.settings)
                let isLost =
                    switch end {
                    case .committed, .failed: false
                    case .unknown: true
                    case .again(let error): error.isUnavailable
                    }
                if isLost { place = nil }
                return (end, isLost)
            } catch {
                place = nil
                return (error.isUnavailable ? .again(error) : .failed(error), true)
            }
        }
    }

    /// Opens a session that keeps what it confirms; its row of tokens is durable before it is used.
    private func connect() throws(DatabaseError) -> PostgresSession {
        let session = try PostgresSession(to: address, as: makeID())
        try SessionStart.checkDurability(of: session, settings)
        try SessionStart.setLimits(of: session, settings)
        clock.set(try session.serverTime(settings))
        let added = try session.ask(
            """
            INSERT INTO commit_token (session, number, since)
            VALUES ($1, 0, \(SQLDialect.postgres.milliseconds)) RETURNING session
            """,
            [.text(session.id)],
            with: settings
        )
        guard added.count == 1, !session.takeUnreplicated() else {
            throw .unavailable("a new session's row was not confirmed by the standby")
        }
        return session
    }

    /// Makes the table of tokens, once, also when several processes start together.
    private func prepareTokens() async throws {
        let (address, settings, id) = (address, settings, makeID())
        guard let lane = await pool.borrow() else { throw DatabaseError.closed }
        defer { pool.giveBack(lane) }
        let failure = await lane.run { _ -> DatabaseError? in
            do throws(DatabaseError) {
                let session = try PostgresSession(to: address, as: id)
                try SessionStart.checkDurability(of: session, settings)
                let found = try session.ask(
                    "SELECT to_regclass('commit_token') IS NOT NULL AS found",
                    with: settings
                )
                guard try found.first?.integer("found") != 1 else { return nil }
                _ = try session.ask(
                    "SELECT pg_advisory_lock(\(Self.schemaLock)) IS NULL AS held",
                    with: settings
                )
                _ = try session.ask(SessionStart.schema, with: settings)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// The advisory lock of whoever changes a schema.
    static let schemaLock =
        "hashtextextended('referral-sync schema ' || coalesce(current_schema(), ''), 0)"
}

extension DatabaseError {
    /// Whether the server is not there, rather than unwilling.
    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}
