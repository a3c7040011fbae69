/// Finds words in a jq program that would make it depend on more than its input and `$codes`.
enum JqWords {
    private static let forbiddenWords: Set<String> = [
        // jq takes `$ ENV` for `$ENV`, so a `$` by itself is none of ours.
        "env", "$ENV", "$", "$__prog_args", "input", "inputs", "input_filename",
        "input_line_number",
        "debug", "stderr", "now", "localtime", "strflocaltime", "halt", "halt_error", "import",
        "include", "modulemeta", "get_search_list",
    ]

    /// The first forbidden word with its line, or nil when the program is free of them.
    static func forbidden(in program: String) -> (word: String, line: Int)? {
        words(of: program).first { forbiddenWords.contains($0.word) }
    }

    /// The names that are used, each with its line; fields (`.now`) and object keys (`now:`) are
    /// none, unless a definition's name (`def now:`) is wanted too.
    static func words(
        of program: String,
        withDefinitions: Bool = false
    ) -> [(word: String, line: Int)] {
        let text = Array(program.unicodeScalars)
        var words: [(word: String, line: Int)] = []
        var line = 1
        var index = 0
        // Inside a text, the depth of each open interpolation `\( … )`.
        var interpolations: [Int] = []
        var inText = false
        while index < text.count {
            let scalar = text[index]
            if scalar == "\n" { line += 1 }
            if inText {
                if scalar == "\\", index + 1 < text.count {
                    if text[index + 1] == "(" {
                        interpolations.append(0)
                        inText = false
                    }
                    index += 1
                } else if scalar == "\"" {
                    inText = false
                }
                index += 1
                continue
            }
            switch scalar {
            case "#":
                while index + 1 < text.count, text[index + 1] != "\n" { index += 1 }
            case "\"": inText = true
            case "(": if let last = interpolations.indices.last { interpolations[last] += 1 }
            case ")":
                guard let last = interpolations.indices.last else { break }
                if interpolations[last] == 0 {
                    interpolations.removeLast()
                    inText = true
                } else {
                    interpolations[last] -= 1
                }
            default:
                guard isNameStart(scalar) else { break }
                let end = text[index...].dropFirst().firstIndex { !isName($0) } ?? text.endIndex
                let isField = index > 0 && text[index - 1] == "."
                let next = text[end...].first { $0 != " " }
                let isDefined = withDefinitions && words.last?.word == "def"
                if !isField, next != ":" || isDefined {
                    words.append((String(scalars: text[index..<end]), line))
                }
                index = end
                continue
            }
            index += 1
        }
        return words
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "$" || scalar == "_" || ("a"..."z").contains(scalar)
            || ("A"..."Z").contains(scalar)
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || ("0"..."9").contains(scalar)
    }
}

extension String {
    fileprivate init(scalars: ArraySlice<Unicode.Scalar>) {
        self = String(String.UnicodeScalarView(scalars))
    }
}
