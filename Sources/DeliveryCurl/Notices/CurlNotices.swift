import Foundation
package import Outbox
package import Oversight

/// Brings messages to mailboxes by SMTP and to webhooks by HTTPS, both through libcurl.
package struct CurlNotices: NoticeCarrier {
    private let mail: MailSettings?
    private let webhook: Webhook
    private let time: TimeSource

    /// Takes the mail server, if there is one, and how webhooks are called.
    package init(
        mail: MailSettings?,
        webhook: WebhookSettings,
        time: TimeSource,
        makeID: @escaping @Sendable () -> String
    ) {
        self.mail = mail
        self.time = time
        self.webhook = Webhook(settings: webhook, time: time, makeID: makeID)
    }

    package func carry(
        _ message: NoticeMessage,
        to recipient: String
    ) async throws(NoticeFailure) {
        if recipient.hasPrefix("https://") {
            try await webhook.call(recipient, with: message)
        } else if let mail {
            try await MailPost(settings: mail).send(
                Letter(message, from: mail.from, to: recipient, at: time.now()),
                to: recipient
            )
        } else {
            throw NoticeFailure(
                "there is no mail server. Name one in the settings: mail.server",
                isTemporary: true
            )
        }
    }
}
