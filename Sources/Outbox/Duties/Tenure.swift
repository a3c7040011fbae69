/// The right of one worker to perform a duty that must be performed once, for as long as it renews it.
package struct Tenure: Sendable, Hashable {
    /// The duty's name.
    package let duty: String
    package let worker: String
    /// The fence: it grows with every new holder.
    package let term: Int64

    /// Names a term of a worker.
    package init(duty: String, worker: String, term: Int64) {
        self.duty = duty
        self.worker = worker
        self.term = term
    }
}
