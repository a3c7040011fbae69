package import Foundation

/// How letters are sent.
package struct MailSettings: Sendable, Equatable {
    /// `smtp://HOST:PORT` (made secure by STARTTLS) or `smtps://HOST:PORT`.
    package let server: String
    /// Whom the letters are from, `name@host`.
    package let from: String
    /// Who we are to the server; nobody when nil.
    package let user: String?
    /// The file of the password, read for each letter.
    package let passwordFile: URL?
    /// The authorities that may sign the server's certificate, in PEM; the system's when nil.
    package let authorities: URL?

    /// Describes a mail server.
    package init(
        server: String,
        from: String,
        user: String?,
        passwordFile: URL?,
        authorities: URL?
    ) {
        self.server = server
        self.from = from
        self.user = user
        self.passwordFile = passwordFile
        self.authorities = authorities
    }

    /// Only a server on this machine may be spoken to in the clear.
    var isOnThisMachine: Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(URL(string: server)?.host() ?? "")
    }
}

/// How webhooks are called.
package struct WebhookSettings: Sendable, Equatable {
    /// The secret that signs calls (RFC 9421, `hmac-sha256`), in base64; unsigned when nil.
    package var keyFile: URL?
    /// The authorities that may sign the certificates, in PEM; the system's when nil.
    package var authorities: URL?

    /// Describes the calls.
    package init(keyFile: URL?, authorities: URL?) {
        self.keyFile = keyFile
        self.authorities = authorities
    }
}
