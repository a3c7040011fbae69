import Foundation
import JSONSchema

/// What an agency answers to every document, written down in a file: a list of
/// `{"after": "200ms", "answer": {…}, "to": "withdrawal"}`, where `NOW` in a text is the time of the
/// answer; without `to` it answers referrals.
struct AnswerScript: Sendable {
    private struct Line: Sendable {
        let after: Duration
        let isToWithdrawal: Bool
        let text: String
    }

    private let lines: [Line]

    init(file: String) throws {
        guard let bytes = FileManager.default.contents(atPath: file),
            case .array(let entries)? = try? JSONValue(parsing: bytes)
        else {
            throw Complaint("\(file) is no list of answers", code: Complaint.noInput)
        }
        lines = try entries.map { entry in
            guard case .string(let after)? = entry["after"],
                let delay = DurationText(argument: after), let answer = entry["answer"]
            else {
                throw Complaint(
                    "\(file): expected {\"after\": \"200ms\", \"answer\": {…}}",
                    code: Complaint.noInput
                )
            }
            return Line(
                after: delay.duration,
                isToWithdrawal: entry["to"] == .string("withdrawal"),
                text: String(decoding: answer.serialized(), as: UTF8.self)
            )
        }
    }

    func given(taken: Date, isWithdrawal: Bool, by now: Date) -> [String] {
        lines.filter { $0.isToWithdrawal == isWithdrawal }.compactMap { line in
            let due = taken.addingTimeInterval(line.after / .seconds(1))
            guard due <= now else { return nil }
            return line.text.replacing("NOW", with: due.formatted(.iso8601))
        }
    }
}
