import DeliveryCurl
import Foundation

/// The settings of mail as they were written; checked together when all are read.
struct MailWords: Sendable, Equatable {
    var server: String?
    var from: String?
    var user: String?
    var passwordFile: URL?
    var authorities: URL?

    /// The mail server; nil when none is named.
    func settings() throws(UnfitSetting) -> MailSettings? {
        guard let server else { return nil }
        let url = URL(string: server)
        guard let url, ["smtp", "smtps"].contains(url.scheme), !(url.host() ?? "").isEmpty,
            url.user() == nil, ["", "/"].contains(url.path())
        else {
            throw UnfitSetting(.mailServer, "expected smtp://HOST:PORT or smtps://HOST:PORT.")
        }
        guard let from, Mailbox.isOne(from) else {
            throw UnfitSetting(
                from == nil ? .mailServer : .mailFrom,
                "expected mail.from, the mailbox that letters are from, name@host."
            )
        }
        guard (user == nil) == (passwordFile == nil) else {
            throw UnfitSetting(
                user == nil ? .mailPasswordFile : .mailUser,
                "expected both mail.user and mail.passwordFile, or neither."
            )
        }
        return MailSettings(
            server: server,
            from: from,
            user: user,
            passwordFile: passwordFile,
            authorities: authorities
        )
    }
}

/// Mailboxes as they are written in settings.
enum Mailbox {
    /// Whether a text is `name@host`, of characters that need no quoting (RFC 5321).
    static func isOne(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,253}/) != nil
    }
}
