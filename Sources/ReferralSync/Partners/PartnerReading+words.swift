import Referrals

extension PartnerReading {
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        _ path: String
    ) -> Word? {
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let meant = NearestWord.nearest(to: text, among: words)
        note(
            path,
            "\"\(text)\" is not known. "
                + (meant.map { "Did you mean \($0)?" }
                    ?? "Expected one of \(words.joined(separator: ", ")).")
        )
        return nil
    }

    mutating func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ texts: [String]?,
        _ path: String
    ) -> Set<Word> {
        guard let texts else { return Set(Word.allCases) }
        if texts.isEmpty {
            note(
                path,
                "the list is empty, so nothing would ever be sent. Expected some of "
                    + "\(Word.allCases.map(\.rawValue).joined(separator: ", ")); leave the key out for all."
            )
        }
        return Set(texts.compactMap { word($0, path) as Word? })
    }

    mutating func text<Text: CheckedText>(_ text: String?, _ path: String) -> Text? {
        guard let text else { return nil }
        guard let checked = Text(text) else {
            note(path, "\"\(text)\" is not known. Expected \(Text.expectation).")
            return nil
        }
        return checked
    }

    mutating func texts<Text: CheckedText>(_ texts: [String]?, _ path: String) -> Set<Text> {
        Set((texts ?? []).compactMap { text($0, path) as Text? })
    }

    mutating func duration(_ text: String?, _ path: String) -> Duration? {
        guard let text else { return nil }
        guard let duration = Duration(text: text) else {
            note(path, "\"\(text)\" is not known. Expected \(Duration.textExpected).")
            return nil
        }
        return duration
    }
}
