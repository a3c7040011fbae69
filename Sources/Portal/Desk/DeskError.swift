/// Why the desk could not do what was asked, with what to do about it.
package enum DeskError: Error, Equatable, Sendable {
    /// Nothing has this name.
    case notFound(String)
    /// The request is not usable as it is.
    case badRequest(String)
    /// Whoever asks may not do that.
    case notAllowed(String)
    /// The store or the service cannot be used now.
    case unavailable(String)
    /// Trying the same later may work.
    case tryLater(String)
    /// A file or folder of the service's machine cannot be written.
    case cannotWrite(String)

    /// What happened and what to do, in plain words.
    package var message: String {
        switch self {
        case .notFound(let text), .badRequest(let text), .notAllowed(let text),
            .unavailable(let text), .tryLater(let text), .cannotWrite(let text):
            text
        }
    }
}
