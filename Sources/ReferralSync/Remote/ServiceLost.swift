/// The service did not answer: it is not running, or stopped on the way.
struct ServiceLost: Error {
    let socket: String

    /// What happened and what to do.
    var message: String {
        "The service on the socket \(socket) stopped answering. Start it again, then repeat the "
            + "command: what was done already is recognised."
    }
}
