/// What a resend did, or would do; the document of `resend --json`.
package struct ResendReport: Codable, Sendable, Equatable {
    package let preview: Bool
    /// How many deliveries the order means.
    package let matched: Int
    /// How many of them are due again now, or would be.
    package let resent: Int
    /// How many cannot be sent again: they are delivered, being sent, recalled or have no document.
    package let skipped: Int
    package let byPartner: [String: Int]
    package let deliveries: [String]
}
