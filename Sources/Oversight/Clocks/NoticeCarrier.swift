/// Brings messages to mailboxes and webhooks.
package protocol NoticeCarrier: Sendable {
    /// Delivers a message, or throws why not.
    func carry(_ message: NoticeMessage, to recipient: String) async throws(NoticeFailure)
}

/// Why a message was not delivered.
package struct NoticeFailure: Error, Equatable {
    /// A sentence without any of the message.
    package let reason: String
    /// Whether the same may work later.
    package let isTemporary: Bool

    /// Describes a failure.
    package init(_ reason: String, isTemporary: Bool) {
        self.reason = reason
        self.isTemporary = isTemporary
    }
}
