import Database

/// A failure that PostgreSQL reported, with its SQLSTATE.
struct PostgresError: Error, Equatable {
    let state: String
    /// The server's primary message; it names tables and columns, never values.
    let message: String

    /// Whether the same transaction may succeed when it is run again: others were in its way.
    ///
    /// A unique violation may be a race: the other row is visible to the next transaction.
    var isWorthAnotherTry: Bool {
        switch state {
        case "40001", "40P01", "55P03", "23505": true
        default: false
        }
    }

    /// Whether the session is of no further use: the server is going, or may not write any more.
    var endsTheSession: Bool {
        state.hasPrefix("08") || state.hasPrefix("57P") || state == "25006" || state == "XX000"
    }

    /// Whether a `COMMIT` that ended so may have been carried out all the same.
    var leavesCommitUnknown: Bool { endsTheSession || state == "40003" }

    var asDatabaseError: DatabaseError {
        let text = "\(message) (\(state))"
        return switch state {
        case "42501": .cannotOpen(Self.lacksPrivilege(message))
        case "55P03", "57014", "40001", "40P01": .busy(text)
        case "53100": .full("\(text); free some space on the database server")
        case "53200", "53300", "53400": .unavailable(text)
        case _ where state.hasPrefix("23") || state == "P0001": .constraint(text)
        case _ where state.hasPrefix("58"): .unavailable(text)
        case _ where endsTheSession: .unavailable(text)
        default: .statement(text)
        }
    }

    private static func lacksPrivilege(_ message: String) -> String {
        "The database role may not do what is needed: \(message). Create or upgrade the schema once "
            + "as its owner: referral-sync store migrate --store URL-OF-THE-OWNER"
    }
}

/// Why an exchange with the server did not end well.
enum PostgresFailure: Error {
    /// The connection is lost, or nothing came in time; whether the server did it is not known.
    case lost(String)
    /// The server refused a statement.
    case refused(PostgresError)
}
