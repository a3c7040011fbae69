import JSONSchema

/// Refuses images and files hidden in text: no picture of a child ever passes through here.
///
/// (Protection of Children Act 1978: viewing or copying an indecent image can be "making" it.)
enum ContentGuard {
    /// The longest run without a space that ordinary text has; file encodings have longer ones.
    private static let runMax = 200

    /// How files of these kinds begin in base64: JPEG, PNG, GIF, WebP and AVI, PDF, ZIP and office,
    /// gzip, MP4 and HEIC.
    private static let fileBeginnings = [
        "/9j/", "iVBORw0KGgo", "R0lGOD", "UklGR", "JVBERi0", "UEsDB", "H4sI", "AAAAGGZ0eX",
        "AAAAHGZ0eX", "AAAAIGZ0eX",
    ]

    /// The places of a referral that hold what looks like a file, each with what to do.
    static func problems(in value: JSONValue, at place: JSONPointer = .root) -> [SubmissionLine
        .Problem]
    {
        switch value {
        case .string(let text):
            return looksLikeFile(text) ? [problem(at: place)] : []
        case .array(let elements):
            return elements.enumerated().flatMap {
                problems(in: $0.element, at: place.appending("\($0.offset)"))
            }
        case .object(let members):
            return members.sorted { $0.key < $1.key }.flatMap {
                problems(in: $0.value, at: place.appending($0.key))
            }
        case .null, .bool, .number:
            return []
        }
    }

    private static func problem(at place: JSONPointer) -> SubmissionLine.Problem {
        SubmissionLine.Problem(
            pointer: place.description,
            message: "This looks like an image or a file. Expected plain words; "
                + "remove it: images never leave the case system."
        )
    }

    private static func looksLikeFile(_ text: String) -> Bool {
        let lower = text.lowercased()
        if lower.contains("data:"), lower.contains(";base64,") { return true }
        return text.split(whereSeparator: \.isWhitespace).contains { run in
            run.utf8.count > runMax
                || (run.utf8.count > 60 && fileBeginnings.contains { run.hasPrefix($0) })
        }
    }
}
