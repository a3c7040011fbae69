/// Carries requests to partners; the caller decides what an answer means.
package protocol Transport: Sendable {
    /// Sends one request, at most once on the wire, and reports what is known of it.
    ///
    /// It never throws: not reaching the partner is a report too. When the task is cancelled the
    /// transfer is aborted and the report says how far it had come.
    func send(_ request: TransportRequest) async -> TransportReport
}
