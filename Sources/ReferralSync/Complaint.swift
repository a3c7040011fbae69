/// Why a command ends without having done what was asked: an exit status, and what to do.
struct Complaint: Error, Equatable {
    let status: ExitStatus
    /// Sentences for the person at the terminal, a line each.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
