import Foundation

extension Fault {
    static let form = """
        AGENCY:KIND[:OPTION…], where KIND is status=CODE (with retry-after=SECONDS, past, date, \
        negative, huge or garbage), refuse, close-before-body, close-during-body, close-after-body, \
        close-after-processing, slow=TIME, oversized=BYTES, wrong-receipt, malformed-receipt, \
        duplicate-answers or reject=CODE, and OPTION is every=N, after=N, first=N or for=TIME
        """

    /// Reads a fault as people type it.
    init(_ text: String) throws {
        let parts = text.split(separator: ":").map(String.init)
        let wrong = Complaint("\(text) is no fault. Expected \(Self.form).", code: 64)
        guard parts.count >= 2 else { throw wrong }
        var options: [String: String] = [:]
        for part in parts.dropFirst(2) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw wrong }
            options[pair[0]] = pair[1]
        }
        guard let kind = Self.kind(parts[1], options.removeValue(forKey: "retry-after")) else {
            throw wrong
        }
        self.init(agency: parts[0], kind: kind, text: text)
        for (name, value) in options {
            switch (name, Int(value), DurationText(argument: value)) {
            case ("every", let number?, _) where number > 0: every = number
            case ("after", let number?, _): after = number
            case ("first", let number?, _): first = number
            case ("for", _, let time?): duration = time.duration
            default: throw wrong
            }
        }
    }

    private static func kind(_ text: String, _ retryAfter: String?) -> Kind? {
        let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
        let value = pair.count > 1 ? pair[1] : nil
        switch (pair.first, value.flatMap { Int($0) }) {
        case ("status", let code?): return .status(code, retryAfter: retryAfter.map(header))
        case ("reject", let code?): return .reject(code)
        case ("oversized", let bytes?): return .oversized(bytes: bytes)
        case ("refuse", nil): return .refuse
        case ("close-before-body", nil): return .closeBeforeBody
        case ("close-during-body", nil): return .closeDuringBody
        case ("close-after-body", nil): return .closeAfterBody
        case ("close-after-processing", nil): return .closeAfterProcessing
        case ("wrong-receipt", nil): return .wrongReceipt
        case ("malformed-receipt", nil): return .malformedReceipt
        case ("duplicate-answers", nil): return .duplicateAnswers
        case ("slow", nil):
            return value.flatMap { DurationText(argument: $0) }.map { .slow($0.duration) }
        default: return nil
        }
    }

    /// The field's value: seconds, or one of the forms that partners get wrong.
    private static func header(_ word: String) -> String {
        switch word {
        case "past": "Sun, 06 Nov 1994 08:49:37 GMT"
        case "date": "Fri, 31 Dec 2100 23:59:59 GMT"
        case "negative": "-5"
        case "huge": "99999999999999999999"
        case "garbage": "soon"
        default: word
        }
    }
}
