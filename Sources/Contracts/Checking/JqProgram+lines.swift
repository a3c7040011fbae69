import JSONSchema

extension JqProgram {
    /// The texts and numbers that stand in the program, each with its neighbours: what it may compare
    /// a referral with.
    var constants: [JSONValue] {
        let texts = text.matches(of: /"([^"\\\n]{1,60})"/).map { String($0.1) }
        let numbers = text.matches(of: /[^A-Za-z0-9_$."]([0-9]{1,9})[^0-9A-Za-z_"]/).compactMap {
            Int($0.1)
        }
        return Set(texts).sorted().flatMap { [JSONValue.string($0), .string($0 + "0")] }
            + Set(numbers).sorted().flatMap { number in
                [number - 1, number, number + 1].map { .number(JSONNumber($0)) }
            }
    }

    /// The texts that fields are compared with, by the field's name.
    var comparisons: [(name: String, text: String)] {
        text.matches(of: /\.([A-Za-z]+) *[=!<>]=? *"([^"\\\n]{1,60})"/)
            .map { (String($0.1), String($0.2)) }
    }

    /// The line that makes a field, as far as its name tells; 1 when it is not found.
    func line(making pointer: JSONPointer) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for token in pointer.tokens.reversed() where JSONPointer.isName(token) {
            for form in ["\(token):", "\"\(token)\"", ".\(token)", "{\(token)", " \(token)"] {
                let found = lines.firstIndex { line in
                    !line.drop(while: \.isWhitespace).hasPrefix("#") && line.hasWord(form)
                }
                if let found { return found + 1 }
            }
        }
        return 1
    }

    /// The line that gave an error's message, as far as the message's own words tell.
    func line(failingWith error: JqError) -> Int {
        guard case .failed(let message?) = error else { return error.line ?? 1 }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let first = message.split(separator: " ").first.map(String.init) ?? message
        // jq begins with the function's own name, with its complaint, or with what `error` was given.
        let hints =
            message.hasPrefix("Regex")
            ? ["test(", "match(", "capture(", "scan(", "split(", "sub("]
            : ["\"\(message)\"", "\"\(first)\"", "\(first.prefix { $0 != "/" && $0 != "(" })("]
                + message.matches(of: /"([^"]+)"/).map { "\($0.1)" } + ["error("]
        let found = hints.lazy.compactMap { hint in lines.firstIndex { $0.contains(hint) } }.first
        return (found ?? words(of: first)) + 1
    }

    /// The line where a builtin function of this name is used; 0 when it is not.
    private func words(of name: String) -> Int {
        let name = name.prefix { $0.isLetter || $0 == "_" }
        return (JqWords.words(of: text).first { $0.word == name }?.line ?? 1) - 1
    }

    /// The line of a function that calls itself or repeats something, as far as can be seen; 1 when
    /// there is none.
    var repetitionLine: Int {
        let words = JqWords.words(of: text, withDefinitions: true)
        let definitions = words.indices.dropLast().filter { words[$0].word == "def" }
        for place in definitions {
            let name = words[place + 1]
            // Functions of one name with other numbers of arguments may call each other.
            guard definitions.count(where: { words[$0 + 1].word == name.word }) == 1 else {
                continue
            }
            let end = end(ofDefinitionIn: name.line)
            let body = words.dropFirst(place + 2).prefix { $0.line <= end }
            if let call = body.first(where: { $0.word == name.word }) { return call.line }
        }
        // `while` and `until` last: fields may be called so.
        let loops = ["recurse", "repeat", "range", "while", "until"]
        return loops.lazy.compactMap { loop in words.first { $0.word == loop }?.line }.first ?? 1
    }
}

extension JqProgram {
    /// The line where a definition ends: the first from there on that ends with a semicolon.
    private func end(ofDefinitionIn line: Int) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.indices.dropFirst(line - 1)
        let end = rest.first { lines[$0].reversed().first { !$0.isWhitespace } == ";" }
        return (end ?? lines.count - 1) + 1
    }
}

extension JSONPointer {
    fileprivate static func isName(_ token: String) -> Bool { Int(token) == nil && token != "*" }
}

extension Substring {
    /// Whether the text is there and does not go on as a longer name.
    fileprivate func hasWord(_ text: String) -> Bool {
        ranges(of: text).contains { range in
            let before =
                range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
            let after = range.upperBound == endIndex ? nil : self[range.upperBound]
            let isWord = { (character: Character?) in
                character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
            }
            return !(isWord(text.first) && isWord(before)) && !(isWord(text.last) && isWord(after))
        }
    }
}
