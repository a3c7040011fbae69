package import Foundation

/// The `Retry-After` field (RFC 9110 section 10.2.3).
package enum RetryAfter {
    /// The longest wait that a partner can ask for; beyond it we ask again anyway.
    package static let longest: Duration = .seconds(3600)

    /// How long to wait, or nil when the field is absent or malformed.
    ///
    /// Seconds or any of the three date forms; a past date means now.
    package static func wait(_ field: String?, at now: Date) -> Duration? {
        guard let text = field?.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
            return nil
        }
        if text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            return min(longest, .seconds(Int64(text) ?? .max))
        }
        guard let date = date(text) else { return nil }
        return min(longest, max(.zero, .seconds(date.timeIntervalSince(now))))
    }

    /// IMF-fixdate, the RFC 850 form and the asctime form, all in GMT.
    package static func date(_ text: String) -> Date? {
        let patterns = [
            "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
            "EEE MMM d HH:mm:ss yyyy",
        ]
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        for pattern in patterns {
            formatter.dateFormat = pattern
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}
