/// What a resend did, or would do; the document of `resend --json`.
package struct ResendReport: Codable, Sendable, Equatable {
    package let preview: Bool
    /// How many deliveries the order means.
    package let matched: Int
    /// How many of them are due again now, or would be.
    package let resent: Int
    /// How many cannot be sent again.
    package let skipped: Int
    /// Those, by the state that they are in; `parked` ones have no document.
    package let skippedIn: [String: Int]
    /// How many of the skipped the partner has already; `again` sends them too.
    package let held: Int
    /// Stands for exactly these deliveries; a real run that names it does nothing else.
    package let plan: String
    package let byPartner: [String: Int]
    /// Those of these partners that a person paused, so that nothing is sent until they are resumed.
    package let paused: [String]
    package let deliveries: [String]
}
