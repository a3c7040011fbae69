import Contracts
import Foundation
import Testing

/// A contract broken in one place, and the finding that must point there.
struct Breakage: Sendable, CustomTestStringConvertible {
    let what: String
    /// In `education/1.0`.
    let file: String
    let text: String
    let replacement: String
    let rule: ContractFinding.Rule
    /// Where the finding must be: the line with this text, of this file if it is another one.
    let line: String
    var foundIn: String?

    var testDescription: String { what }
}

@Suite struct BrokenContractTests {
    private static let breakages: [Breakage] = [
        Breakage(
            what: "the projection sends a field that the schema does not name",
            file: "projection.jq",
            text: "    + (.concern | field(\"childVoice\"; stated))",
            replacement:
                "    + (.concern | field(\"childVoice\"; stated))\n    + {suspectStatus: 1}",
            rule: .projection,
            line: "suspectStatus"
        ),
        Breakage(
            what: "the projection hides a narrative in a field for something else",
            file: "projection.jq",
            text: "(.concern | field(\"childVoice\"; stated))",
            replacement: "{childVoice: .concern.facts}",
            rule: .neverSent,
            line: "{childVoice: .concern.facts}"
        ),
        Breakage(
            what: "two codes become one without a word",
            file: "codes/missing.json",
            text: "\"notApplicable\": \"not-applicable\"",
            replacement: "\"notApplicable\": \"refused\"",
            rule: .crosswalk,
            line: "\"refused\": \"refused\""
        ),
        Breakage(
            what: "a code of the source list is missing",
            file: "codes/missing.json",
            text: ",\n    \"notApplicable\": \"not-applicable\"",
            replacement: "",
            rule: .crosswalk,
            line: "\"map\""
        ),
        Breakage(
            what: "the projection looks at the clock",
            file: "projection.jq",
            text: "madeAt: .createdAt",
            replacement: "madeAt: (now | todate)",
            rule: .program,
            line: "(now | todate)"
        ),
        Breakage(
            what: "the projection reads the environment inside a text",
            file: "projection.jq",
            text: "madeAt: .createdAt",
            replacement: "madeAt: \"\\(env.HOME)\"",
            rule: .program,
            line: "env.HOME"
        ),
        Breakage(
            what: "the projection depends on the order of fields",
            file: "projection.jq",
            text: "{name, role, force, telephone}",
            replacement: "{name: (keys_unsorted | join(\" \")), role, force, telephone}",
            rule: .program,
            line: "keys_unsorted"
        ),
        Breakage(
            what: "the projection calls itself without end",
            file: "projection.jq",
            text: "def our_reference:",
            replacement: "def forever: . as $all | [forever];\n"
                + "def again: again;\ndef our_reference: again | ",
            rule: .program,
            line: "[forever]"
        ),
        Breakage(
            what: "the projection makes a value that crashes jq",
            file: "projection.jq",
            text: "if has(\"withdrawal\")",
            replacement: "(reduce range(1000000) as $i (null; [.])) as $deep\n"
                + "| if has(\"withdrawal\")",
            rule: .program,
            line: "reduce range"
        ),
        Breakage(
            what: "the projection has a pattern that looks back without end",
            file: "projection.jq",
            text: "if has(\"withdrawal\")",
            replacement: "if \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\" | test(\"(a+)+$\") then .\n"
                + "elif has(\"withdrawal\")",
            rule: .projection,
            line: "test("
        ),
        Breakage(
            what: "the projection cannot express every referral",
            file: "projection.jq",
            text: "birth: (.birth | stated)",
            replacement: "birth: (.birth.date | error(\"no date\"))",
            rule: .projection,
            line: "error(\"no date\")"
        ),
        Breakage(
            what: "a text has no bound",
            file: "schema.json",
            text: "      \"maxLength\": 4000,\n",
            replacement: "",
            rule: .content,
            line: "\"text\": {"
        ),
        Breakage(
            what: "a text lets a file through",
            file: "schema.json",
            text: "[Dd][Aa][Tt][Aa]:[A-Za-z]*[/;,]",
            replacement: "never-to-be-met",
            rule: .content,
            line: "\"text\": {"
        ),
        Breakage(
            what: "a personal field is not marked",
            file: "schema.json",
            text: "in the child's words.\",\n          \"x-personal\": true",
            replacement: "in the child's words.\"",
            rule: .personal,
            line: "\"childVoice\": {"
        ),
        Breakage(
            what: "a document that must be refused is accepted",
            file: "refused/unknown-field.json",
            text: "\"pointer\": \"/",
            replacement: "\"pointer\": \"/elsewhere/",
            rule: .refused,
            line: "\"pointer\": \"/elsewhere/"
        ),
        Breakage(
            what: "an example is not what the projection makes",
            file: "examples/full.payload.json",
            text: "\"urgency\": \"same-day\"",
            replacement: "\"urgency\": \"standard\"",
            rule: .example,
            line: "\"urgency\": \"standard\""
        ),
        Breakage(
            what: "an answer means something else than its example says",
            file: "examples/full.acknowledgement.json",
            text: "\"kind\": \"",
            replacement: "\"kind\": \"not-",
            rule: .example,
            line: "\"kind\": \"not-"
        ),
        Breakage(
            what: "a place that is never sent is misspelt",
            file: "contract.json",
            text: "\"/concern/facts\"",
            replacement: "\"/concern/fact\"",
            rule: .neverSent,
            line: "\"/concern/fact\""
        ),
        Breakage(
            what: "the program does not compile",
            file: "projection.jq",
            text: "def withdrawal:",
            replacement: "def withdrawal: ] ",
            rule: .file,
            line: "def withdrawal: ]"
        ),
        Breakage(
            what: "a keyword is misspelt",
            file: "schema.json",
            text: "\"maxLength\": 35",
            replacement: "\"maxLenght\": 35",
            rule: .file,
            line: "maxLenght"
        ),
    ]

    @Test(arguments: breakages + Breakage.leaks + Breakage.conditions + Breakage.details)
    func `a broken contract is found out in the line to mend`(breakage: Breakage) throws {
        try ContractsCopy.with { copy in
            let file = "education/1.0/\(breakage.file)"
            try copy.replace(breakage.text, with: breakage.replacement, in: file)
            let place = breakage.foundIn.map { "education/1.0/\($0)" } ?? file
            let line = try copy.line(of: breakage.line, in: place)

            let report = try #require(try copy.check())

            #expect(
                report.findings.contains {
                    $0.rule == breakage.rule && $0.file == place && $0.line == line
                },
                "expected \(breakage.rule) in line \(line): \(report.findings)"
            )
        }
    }

    @Test func `a program that takes more of the processor than it may is given up`() throws {
        try ContractsCopy.with { copy in
            let sound = try #require(try copy.check())
            let slow = try #require(try copy.check(limit: .milliseconds(50)))

            #expect(sound.isSound, "\(sound.findings)")
            #expect(slow.findings.map(\.rule) == [.program], "\(slow.findings)")
            #expect(slow.findings.first?.message.contains("given up") == true)
        }
    }

    @Test func `an open object is found in the line where it begins`() throws {
        try ContractsCopy.with { copy in
            let schema = "education/1.0/schema.json"
            try copy.replace(
                "as agreed.\",\n      \"additionalProperties\": false,",
                with: "as agreed.\",",
                in: schema
            )

            let report = try #require(try copy.check())

            let found = report.findings.filter { $0.rule == .closed }
            #expect(found.map(\.line) == [try copy.line(of: "\"withdrawal\": {", in: schema)])
        }
    }

    @Test func `a version that breaks its receivers must have another first number`() throws {
        try ContractsCopy.with { copy in
            let template = try ContractTemplate(try id("education/1.0"), in: copy.root)
            _ = try template.begin(try id("education/1.1"))
            _ = try template.begin(try id("education/2.0"))
            for version in ["1.1", "2.0"] {
                try copy.replace(
                    "\"correction\"\n",
                    with: "\"correction\",\n        \"notice\"\n",
                    in: "education/\(version)/schema.json"
                )
            }

            let minor = try #require(try copy.check("education/1.1"))
            let major = try #require(try copy.check("education/2.0"))

            #expect(minor.previous == "education/1.0")
            #expect(minor.changes.map(\.isBreaking) == [true])
            #expect(minor.findings.map(\.rule) == [.version])
            #expect(minor.findings.first?.message.contains("notice") == true)
            #expect(major.previous == "education/1.1")
            #expect(major.isSound)
        }
    }

    /// Changes that a receiver feels, though no field of the schema is another.
    @Test(arguments: [
        ("contract.json", "\"application/json\"", "\"text/json\"", "media type"),
        ("contract.json", "\"recipient\": \"education\"", "\"recipient\": \"health\"", "recipient"),
        ("schema.json", "        \"urgency\",\n", "", "urgency"),
        ("schema.json", "\"maximum\": 9999", "\"maximum\": 99999", "maximum"),
    ])
    func `what breaks receivers is found outside the fields too`(
        file: String,
        text: String,
        replacement: String,
        word: String
    ) throws {
        try ContractsCopy.with { copy in
            _ = try ContractTemplate(try id("education/1.0"), in: copy.root)
                .begin(try id("education/1.1"))
            try copy.replace(text, with: replacement, in: "education/1.1/\(file)")

            let report = try #require(try copy.check("education/1.1"))

            let found = report.findings.filter { $0.rule == .version }
            #expect(found.count == 1, "\(report.findings)")
            #expect(found.first?.message.contains(word) == true, "\(report.findings)")
        }
    }

    /// A schema whose places and forms are beyond all numbers must not keep the check, or a reload,
    /// busy for ever, nor hide what is in its last forms.
    @Test(arguments: [40, 9])
    func `a schema with too many forms is told of`(levels: Int) throws {
        try ContractsCopy.with { copy in
            let forms = (0..<levels).map { level in
                let next = "{ \"$ref\": \"#/$defs/e\(level + 1)\" }"
                return "\"e\(level)\": { \"description\": \"d\", \"anyOf\": [\(next), "
                    + "{ \"allOf\": [\(next)] }] },"
            }
            try copy.replace(
                "\"$defs\": {",
                with: "\"$defs\": { \(forms.joined()) \"e\(levels)\": { \"type\": \"boolean\" },",
                in: "education/1.0/schema.json"
            )
            try copy.replace(
                "        \"urgency\": {",
                with: "        \"extra\": { \"$ref\": \"#/$defs/e0\" },\n        \"urgency\": {",
                in: "education/1.0/schema.json"
            )

            let report = try #require(try copy.check())

            #expect(report.findings.contains { $0.rule == .closed && $0.line == 1 })
        }
    }

    /// In both forms of the documents there is a reason; each is compared with its own.
    @Test(arguments: [
        ("            \"standard\"\n", "            \"standard\",\n            \"later\"\n"),
        (
            "        \"urgency\": {",
            """
                    "reason": { "description": "Why.", "x-personal": true, "enum": ["a", "b"] },
                    "urgency": {
            """
        ),
    ])
    func `a change that one form alone has is found`(text: String, replacement: String) throws {
        try ContractsCopy.with { copy in
            _ = try ContractTemplate(try id("education/1.0"), in: copy.root)
                .begin(try id("education/1.1"))
            try copy.replace(text, with: replacement, in: "education/1.1/schema.json")

            let report = try #require(try copy.check("education/1.1"))

            #expect(report.findings.map(\.rule) == [.version], "\(report.findings)")
            #expect(report.changes.contains { $0.isBreaking })
        }
    }

    @Test func `files that nobody reads, and pairs of which one is missing, are found`() throws {
        try ContractsCopy.with { copy in
            let examples = copy.root.appending(path: "education/1.0/examples")
            for (name, other) in [
                ("full.payload.json", "full.payloads.json"),
                ("minimal.answer.json", "minimal.reply.json"),
            ] {
                try FileManager.default.moveItem(
                    at: examples.appending(path: name),
                    to: examples.appending(path: other)
                )
            }
            for name in ["withdrawal.referral.json", "withdrawal.payload.json"] {
                try FileManager.default.removeItem(at: examples.appending(path: name))
            }

            let report = try #require(try copy.check())

            let found = report.findings.map { "\($0.rule.rawValue) \($0.file)" }.sorted()
            #expect(
                found == [
                    "example education/1.0/examples",
                    "example education/1.0/examples/full.referral.json",
                    "example education/1.0/examples/minimal.acknowledgement.json",
                    "file education/1.0/examples/full.payloads.json",
                    "file education/1.0/examples/minimal.reply.json",
                ]
            )
        }
    }

    @Test(arguments: ["Youth Club/1.0", "UPPER/1.0", "youth/1", "youth/01.0", "a..b/1.0"])
    func `a folder that cannot be a contract is told of`(name: String) throws {
        try ContractsCopy.with { copy in
            let folder = copy.root.appending(path: name)
            try FileManager.default.createDirectory(
                at: folder.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(
                at: copy.root.appending(path: "education/1.0"),
                to: folder
            )

            let report = try #require(try copy.check(name))

            #expect(report.findings.map(\.rule) == [.file])
            #expect(throws: ContractError.self) { try ContractLibrary.load(from: copy.root) }
        }
    }

    @Test func `a contract without a description is told of`() throws {
        try ContractsCopy.with { copy in
            try FileManager.default.removeItem(
                at: copy.root.appending(path: "education/1.0/contract.json")
            )

            let report = try #require(try copy.check())

            #expect(report.findings.map(\.file) == ["education/1.0/contract.json"])
        }
    }

    @Test func `a compatible change needs no other first number`() throws {
        try ContractsCopy.with { copy in
            let template = try ContractTemplate(try id("education/1.0"), in: copy.root)
            _ = try template.begin(try id("education/1.1"))
            try copy.replace(
                "\"maxLength\": 4000",
                with: "\"maxLength\": 3000",
                in: "education/1.1/schema.json"
            )

            let report = try #require(try copy.check("education/1.1"))

            #expect(!report.changes.isEmpty)
            #expect(report.changes.allSatisfy { !$0.isBreaking })
            #expect(report.isSound)
        }
    }

    @Test func `a new contract after another is sound`() throws {
        try ContractsCopy.with { copy in
            _ = try ContractTemplate(try id("education/1.0"), in: copy.root)
                .begin(try id("nursery/1.0"))

            let report = try #require(try copy.check("nursery/1.0"))
            let about = try String(
                contentsOf: copy.root.appending(path: "nursery/1.0/contract.json"),
                encoding: .utf8
            )

            #expect(report.isSound, "\(report.findings)")
            #expect(about.contains("\"draft\""))
            #expect(!about.contains("agreedWith"))
        }
    }

    private func id(_ text: String) throws -> ContractID { try #require(ContractID(text)) }
}
