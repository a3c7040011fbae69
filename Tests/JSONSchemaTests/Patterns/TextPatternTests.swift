import JSONSchema
import Testing

struct TextPatternTests {
    @Test(
        arguments: [
            ("b", "abc", true), ("^b", "abc", false), ("c$", "abc", true), ("b$", "abc", false),
            ("", "", true), ("^$", "a", false), ("^a|b$", "xb", true), ("^(a|b)$", "xb", false),
            ("^a{2,3}$", "a", false), ("^a{2,3}$", "aaa", true), ("^a{2,3}$", "aaaa", false),
            ("^a{2,}$", "aaaaa", true), ("^a{0}$", "", true), ("^(ab)+?$", "abab", true),
            ("^[^a-c]$", "d", true), ("^[^a-c]$", "b", false), ("^[-a\\]]+$", "a-]", true),
            ("^[a-]$", "-", true), ("^[x\\d]$", "5", true),
            ("^\\d\\D\\w\\W\\s\\S$", "1a_- x", true),
            ("^.$", "😀", true), ("^.$", "\n", false), ("a.c", "a\nc", false),
            ("^a$", "a\n", false), ("\\bcat\\b", "a cat sat", true), ("\\bcat\\b", "concat", false),
            ("\\Bcat", "concat", true), ("^(?=.*\\d)(?=.*[a-z]).+$", "a1", true),
            ("^(?=.*\\d)(?=.*[a-z]).+$", "aa", false), ("^(?!data:)", "data:x", false),
            ("^(?!data:)", "other", true), ("(?<=a)b", "ab", true), ("(?<=a)b", "cb", false),
            ("(?<!a)b", "ab", false), ("(?<!ab)c", "abc", false), ("(?<=a{2}b?)c", "aabc", true),
            ("^\\u0041\\x42\\u{43}\\cJ$", "ABC\n", true), ("^\\uD83D\\uDE00$", "😀", true),
            ("^\\p{Lu}\\p{Ll}+$", "Éric", true), ("^\\P{L}$", "é", false),
            ("^[\\p{L}']+$", "l'é", true),
            ("^[^\\P{L}]$", "é", true), ("^(?<year>\\d{4})$", "2026", true),
            ("^(?:){9}$", "", true),
            ("(a*)*b", "aaab", true), ("(|a)+$", "aa", true), ("^\\/\\-\\.$", "/-.", true),
        ])
    func `a pattern means what ECMA-262 says`(pattern: String, text: String, matches: Bool) throws {
        let schema = try CompiledSchema(["pattern": .string(pattern)])

        #expect(schema.validate(.string(text)).isEmpty == matches)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "^(a+)+$", "^(a|aa)*$", "^(a*)*$", "(x+x+)+y", "^([a-z]+)*[0-9]$",
            "^(.*)(.*)(.*)(.*)1$",
        ]
    )
    func `a pattern that makes others run away is quick here`(pattern: String) throws {
        let schema = try CompiledSchema(["pattern": .string(pattern)])

        for letter in ["a", "x"] {
            let text = String(repeating: letter, count: 20_000)

            #expect(schema.validate(.string(text + "!\n")).map(\.keyword) == ["pattern"])
        }
    }

    @Test func `a text that is too expensive to check is refused, not let through`() throws {
        // Letters without a period: wherever an "a" stood, another match is under way.
        var seed: UInt32 = 1
        let letters = (0..<200_000).map { _ -> Character in
            seed = seed &* 1_664_525 &+ 1_013_904_223
            return seed >> 31 == 0 ? "a" : "b"
        }
        let long = JSONValue.string(String(letters))
        let schema = try CompiledSchema(["pattern": "a[ab]{500}c"])
        let opposite = try CompiledSchema(["not": ["pattern": "a[ab]{500}c"]])

        #expect(schema.validate(long).map(\.keyword) == ["pattern"])
        #expect(opposite.validate(long).last?.keyword == "pattern")
    }

    @Test(
        arguments: [
            "(", ")", "a)", "[", "[b-a]", "*", "a**", "{1}", "a{2,1}", "a{", "]", "\\", "\\Z",
            "\\a",
            "\\u12", "\\x1", "\\c1", "\\p{Nothing}", "\\uD800", "(?<n", "(?i:a)", "a{20000}",
            "(a{9999}){9999}", "(a)\\1", "(?<n>a)\\k<n>", "[\\w-z]", "(?=a)*",
        ])
    func `a pattern that cannot be used is refused when the schema is read`(pattern: String) {
        #expect {
            try CompiledSchema(["properties": ["a": ["pattern": .string(pattern)]]])
        } throws: { error in
            guard case .unusablePattern(let pointer, _)? = error as? SchemaError else {
                return false
            }
            return pointer.description == "/properties/a/pattern"
        }
    }

    @Test func `groups nested without end are refused`() {
        let pattern =
            String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000)

        #expect(throws: SchemaError.self) { try CompiledSchema(["pattern": .string(pattern)]) }
    }
}
