import CCurl
import Foundation
import Oversight

/// Hands letters to a mail server (SMTP).
struct MailPost: Sendable {
    private static let timeLimit = 30_000

    let settings: MailSettings

    /// Sends one letter; returns when the server has taken it on.
    func send(_ letter: Letter, to recipient: String) async throws(NoticeFailure) {
        let result: Result<Void, NoticeFailure> = await withCheckedContinuation { continuation in
            // Blocking work keeps off the task pool.
            DispatchQueue.global().async {
                continuation.resume(returning: perform(letter, to: recipient))
            }
        }
        try result.get()
    }

    private func perform(_ letter: Letter, to recipient: String) -> Result<Void, NoticeFailure> {
        guard let easy = unsafe curl_easy_init() else {
            return .failure(NoticeFailure("out of memory", isTemporary: true))
        }
        defer { unsafe curl_easy_cleanup(easy) }
        let recipients = unsafe curl_slist_append(nil, "<\(recipient)>")
        defer { unsafe curl_slist_free_all(recipients) }
        let rest = LetterRest(letter.bytes)
        var options = unsafe CurlOptions(easy: easy)
        options.set(CURLOPT_URL, settings.server)
        options.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_NETRC, 0)
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_TIMEOUT_MS, Self.timeLimit)
        options.set(
            CURLOPT_USE_SSL,
            Int(settings.isOnThisMachine ? CURLUSESSL_TRY.rawValue : CURLUSESSL_ALL.rawValue)
        )
        options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        options.set(CURLOPT_MAIL_FROM, "<\(settings.from)>")
        unsafe options.set(CURLOPT_MAIL_RCPT, UnsafeMutableRawPointer(recipients))
        options.set(CURLOPT_UPLOAD, 1)
        if let problem = setCredentials(&options) { return .failure(problem) }
        unsafe options.set(CURLOPT_READDATA, Unmanaged.passUnretained(rest).toOpaque())
        _ = unsafe referral_curl_set_data_callback(easy, CURLOPT_READFUNCTION) {
            place,
            size,
            count,
            rest in
            guard let place = unsafe place, let rest = unsafe rest else { return 0 }
            return unsafe Unmanaged<LetterRest>.fromOpaque(rest).takeUnretainedValue()
                .copy(to: place, upTo: size * count)
        }
        guard options.result == CURLE_OK else {
            return .failure(
                NoticeFailure(
                    "the mail settings cannot be used: "
                        + (unsafe String(cString: curl_easy_strerror(options.result))),
                    isTemporary: true
                )
            )
        }
        let code = unsafe curl_easy_perform(easy)
        guard code != CURLE_OK else { return .success(()) }
        let reply = unsafe referral_curl_get_long(easy, CURLINFO_RESPONSE_CODE)
        let words = unsafe String(cString: curl_easy_strerror(code))
        return .failure(
            NoticeFailure(
                "the mail server did not take it: \(words)" + (reply > 0 ? ", reply \(reply)" : ""),
                // 550 to 554: the mailbox or the letter will never be accepted (RFC 5321).
                isTemporary: !(550...554).contains(reply) || code == CURLE_LOGIN_DENIED
            )
        )
    }

    private func setCredentials(_ options: inout CurlOptions) -> NoticeFailure? {
        if let user = settings.user { options.set(CURLOPT_USERNAME, user) }
        if let file = settings.passwordFile {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                return NoticeFailure("the file mail.passwordFile cannot be read", isTemporary: true)
            }
            options.set(CURLOPT_PASSWORD, text.trimmingCharacters(in: .newlines))
        }
        if let file = settings.authorities { options.set(CURLOPT_CAINFO, file.path) }
        return nil
    }
}

/// What of a letter was not handed over yet; touched by the one thread that sends it.
private final class LetterRest {
    private var rest: Data

    init(_ bytes: Data) { rest = bytes }

    func copy(to place: UnsafeMutablePointer<CChar>, upTo limit: Int) -> Int {
        let part = rest.prefix(limit)
        unsafe part.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(place).copyMemory(from: start, byteCount: bytes.count)
        }
        rest = rest.dropFirst(part.count)
        return part.count
    }
}
