import Foundation
import Oversight

/// A message as a letter (RFC 5322).
struct Letter {
    let bytes: Data

    init(_ message: NoticeMessage, from: String, to recipient: String, at now: Date) {
        let host = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let head = [
            "From: Referral Sync <\(from)>", "To: <\(recipient)>", "Subject: \(message.subject)",
            "Date: \(Self.date(now))", "Message-ID: <\(message.id)@\(host)>",
            // Nobody's absence is to be announced to us (RFC 3834).
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        ]
        let body = message.text.split(separator: "\n", omittingEmptySubsequences: false)
        bytes = Data((head + [""] + body.map(String.init)).joined(separator: "\r\n").utf8)
    }

    private static func date(_ moment: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss +0000"
        return formatter.string(from: moment)
    }
}
