/// Why a statement, a transaction or an opening failed.
package enum DatabaseError: Error, Equatable, Sendable {
    /// A `CHECK`, `UNIQUE`, `NOT NULL` or foreign key refused the change.
    case constraint(String)
    /// Another process holds the store.
    case busy(String)
    /// There is no room left; nothing was written.
    case full(String)
    /// Reading or writing failed below the database.
    ///
    /// Never retried in place: after a failed sync the kernel may report success for lost pages.
    case ioFailure(String)
    /// The file is damaged or is not a database.
    case corrupt(String)
    /// The store cannot be opened; the text says why and what to do.
    case cannotOpen(String)
    /// A statement of ours is wrong.
    case statement(String)
    /// The database server cannot be reached, or cannot do its work now.
    case unavailable(String)
    /// The reply to a commit was lost and nobody could be asked: it may have been made or not.
    case outcomeUnknown(String)
    /// The database was closed, or stopped itself after a failure of writing.
    case closed

    /// Whether trying the same operation later may work.
    package var isTemporary: Bool {
        switch self {
        case .busy, .full, .unavailable, .outcomeUnknown: true
        case .constraint, .ioFailure, .corrupt, .cannotOpen, .statement, .closed: false
        }
    }

    /// What happened, in a sentence for the operator; holds no bound values.
    package var message: String {
        switch self {
        case .constraint(let text): "The store refused a change: \(text)."
        case .busy(let text): "The store is in use: \(text)."
        case .full(let text): "The store has no room left: \(text)."
        case .ioFailure(let text): "Reading or writing the store failed: \(text)."
        case .corrupt(let text): "The store is damaged: \(text)."
        case .cannotOpen(let text): text
        case .statement(let text): "A statement is wrong, please report this: \(text)."
        case .unavailable(let text): "The database server is not available: \(text)."
        case .outcomeUnknown(let text):
            "It is not known whether the last change was stored: \(text). Do the same again; what is "
                + "stored already is recognised."
        case .closed: "The store is closed."
        }
    }
}
