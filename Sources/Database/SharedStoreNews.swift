/// What a process learns about a store that it shares with others.
package enum SharedStoreNews: Sendable, Equatable {
    /// Hints are received from now on; what happened before is found by looking.
    case connected
    /// Another process made something due.
    case hint
    /// Hints are not received for now, for this reason; looking finds everything all the same.
    case lost(String)
}
