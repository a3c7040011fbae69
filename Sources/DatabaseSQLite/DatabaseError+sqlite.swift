import GRDB

import enum Database.DatabaseError

extension DatabaseError {
    /// Translates what SQLite reported.
    ///
    /// SQLite's message names tables and columns, never values; GRDB's own description of an error
    /// may hold arguments and is not used.
    init(_ error: GRDB.DatabaseError) {
        let text = "\(error.message ?? "no message") (\(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: self = .constraint(text)
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .busy(text)
        case .SQLITE_FULL: self = .full("\(text); free some space on its file system")
        case .SQLITE_IOERR: self = .ioFailure(text)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(text)
        case .SQLITE_CANTOPEN: self = .cannotOpen("The store's file cannot be opened: \(text).")
        default: self = .statement(text)
        }
    }

    /// Translates anything thrown below this module.
    init(anything error: any Error) {
        switch error {
        case let error as DatabaseError: self = error
        case let error as GRDB.DatabaseError: self.init(error)
        default: self = .statement("an unexpected \(type(of: error))")
        }
    }

    /// Whether the database must not be used any more: what it reports can no longer be trusted.
    var stopsTheDatabase: Bool {
        switch self {
        case .ioFailure, .corrupt: true
        case .constraint, .busy, .full, .cannotOpen, .statement, .closed, .unavailable,
            .outcomeUnknown:
            false
        }
    }
}
