import Database
import Foundation

/// A session lent to one transaction.
final class PostgresConnection: SQLConnection {
    /// What became of the transaction, as far as its statements tell.
    enum Trouble {
        /// The session ended: nothing can be committed any more.
        case lost(DatabaseError)
        /// A statement failed, so nothing can be committed.
        case refused(PostgresError)
    }

    private let session: PostgresSession
    private let begin: String
    private let limit: Duration
    private(set) var hasBegun = false
    private(set) var trouble: Trouble?

    init(_ session: PostgresSession, begin: String, limit: Duration) {
        self.session = session
        self.begin = begin
        self.limit = limit
    }

    var dialect: SQLDialect { .postgres }

    func execute(_ statement: String, _ arguments: [SQLValue]) throws(DatabaseError) -> Int {
        try run(statement, arguments).changes
    }

    func rows(_ query: String, _ arguments: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        try run(query, arguments).rows()
    }

    func execute(
        forEach values: [[SQLValue]],
        _ statement: (SQLValues) -> String
    ) throws(DatabaseError) -> Int {
        guard !values.isEmpty else { return 0 }
        let values = SQLValues(values)
        return try execute(statement(values), values.arguments)
    }

    func rows(
        forEach values: [[SQLValue]],
        _ query: (SQLValues) -> String
    ) throws(DatabaseError) -> [SQLRow] {
        guard !values.isEmpty else { return [] }
        let values = SQLValues(values)
        return try rows(query(values), values.arguments)
    }

    /// The first statement travels together with the beginning.
    private func run(
        _ text: String,
        _ arguments: [SQLValue]
    ) throws(DatabaseError) -> PostgresResult {
        switch trouble {
        case .lost(let error): throw error
        case .refused(let error): throw error.asDatabaseError
        case nil: break
        }
        let statement = PostgresSession.Statement(text, arguments)
        do throws(PostgresFailure) {
            let results = try session.exchange(
                hasBegun ? [statement] : [.init(begin), statement],
                within: limit
            )
            hasBegun = true
            guard let result = results.last else { throw PostgresFailure.lost("no result") }
            return result
        } catch {
            hasBegun = true
            switch error {
            case .lost(let words):
                trouble = .lost(.unavailable(words))
                throw .unavailable(words)
            case .refused(let error):
                trouble =
                    error.endsTheSession ? .lost(error.asDatabaseError) : .refused(error)
                throw error.asDatabaseError
            }
        }
    }
}
