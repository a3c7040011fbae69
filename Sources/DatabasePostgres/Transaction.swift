import Database
import Foundation

/// How a transaction ended, as far as this session can tell.
enum TransactionEnd<Result: Sendable>: Sendable {
    case committed(Result)
    /// Nothing of it remains, and running it again would end the same way.
    case failed(any Error)
    /// Nothing of it remains, and running it again may succeed.
    case again(DatabaseError)
    /// The commit was sent and its outcome is not known; the token finds it out.
    case unknown(CommitToken, Result)
}

/// Names one transaction of one session, in a row that the transaction itself changes.
struct CommitToken: Sendable {
    let session: String
    let number: Int64
}

extension PostgresSession {
    /// Runs an operation in a transaction that may write.
    func write<Result: Sendable>(
        _ operation: @Sendable (any SQLConnection) throws -> Result,
        _ settings: PostgresSettings
    ) -> TransactionEnd<Result> {
        let connection = PostgresConnection(
            self,
            begin: "BEGIN ISOLATION LEVEL READ COMMITTED",
            limit: settings.statementLimit
        )
        do {
            let result = try operation(connection)
            switch connection.trouble {
            case .lost(let error): return .again(error)
            case .refused(let error):
                rollBack(settings)
                return .failed(error.asDatabaseError)
            case nil: break
            }
            guard connection.hasBegun else { return .committed(result) }
            return commit(result, settings)
        } catch {
            switch connection.trouble {
            case .lost(let error): return .again(error)
            case .refused(let refusal):
                rollBack(settings)
                return refusal.isWorthAnotherTry ? .again(refusal.asDatabaseError) : .failed(error)
            case nil:
                if connection.hasBegun { rollBack(settings) }
                return .failed(error)
            }
        }
    }

    /// Runs an operation that reads one consistent state.
    func read<Result: Sendable>(
        _ operation: @Sendable (any SQLConnection) throws -> Result,
        _ settings: PostgresSettings
    ) -> TransactionEnd<Result> {
        let connection = PostgresConnection(
            self,
            begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            limit: settings.statementLimit
        )
        let ended = Swift.Result { try operation(connection) }
        if case .lost(let error) = connection.trouble { return .again(error) }
        if connection.hasBegun { rollBack(settings) }
        if case .refused(let error) = connection.trouble, error.isWorthAnotherTry {
            return .again(error.asDatabaseError)
        }
        return switch ended {
        case .success(let result): .committed(result)
        case .failure(let error): .failed(error)
        }
    }

    /// No time limit of the server's may hit the commit: cancelled while it waits for a standby, it
    /// would be reported as done.
    private func commit<Result: Sendable>(
        _ result: Result,
        _ settings: PostgresSettings
    ) -> TransactionEnd<Result> {
        let (number, newName) = nextToken()
        let token = CommitToken(session: id, number: number)
        let now = SQLDialect.postgres.milliseconds
        let newRow = newName.map {
            Statement(
                """
                INSERT INTO commit_token (session, number, since) VALUES ($1, $2, \(now))
                """,
                [.text($0), .integer(number)]
            )
        }
        do {
            let results = try exchange(
                (newRow.map { [$0] } ?? []) + [
                    Statement(
                        """
                        UPDATE commit_token
                        SET number = $2, since = \(now)
                        WHERE session = $1
                        RETURNING set_config('statement_timeout', '0', true)
                        """,
                        [.text(id), .integer(token.number)]
                    ),
                    Statement("COMMIT"),
                ],
                within: settings.statementLimit
            )
            let hasToken = try results.dropLast().last?.rows().count == 1
            guard results.last?.command == "COMMIT", hasToken else {
                return hasToken
                    ? .again(.unavailable("the server undid a transaction"))
                    : .unknown(token, result)
            }
            endToken()
            return takeUnreplicated() ? .unknown(token, result) : .committed(result)
        } catch let failure as PostgresFailure {
            switch failure {
            case .lost: return .unknown(token, result)
            case .refused(let error):
                if error.leavesCommitUnknown { return .unknown(token, result) }
                rollBack(settings)
                return error.isWorthAnotherTry
                    ? .again(error.asDatabaseError) : .failed(error.asDatabaseError)
            }
        } catch {
            return .unknown(token, result)
        }
    }

    private func rollBack(_ settings: PostgresSettings) {
        // If it cannot be asked any more, the server undoes it by itself.
        _ = try? exchange([Statement("ROLLBACK")], within: settings.statementLimit)
    }

    /// Whether a transaction of another session was committed; throws when that cannot be told yet.
    ///
    /// The row is locked while that transaction still runs, so the answer is final; and the lock's own
    /// commit is confirmed only when everything before it is where it must be.
    func isCommitted(
        _ token: CommitToken,
        _ settings: PostgresSettings
    ) throws(DatabaseError) -> Bool {
        let end: TransactionEnd<Bool> = write(
            { connection in
                let rows = try connection.rows(
                    "SELECT number FROM commit_token WHERE session = $1 FOR UPDATE",
                    [.text(token.session)]
                )
                guard let row = rows.first else { return false }
                return try row.integer("number") >= token.number
            },
            settings
        )
        switch end {
        case .committed(let isCommitted): return isCommitted
        case .again(let error): throw error
        case .unknown: throw .unavailable("the outcome of a commit is not known yet")
        case .failed(let error):
            throw error as? DatabaseError ?? .statement("\(type(of: error))")
        }
    }
}
