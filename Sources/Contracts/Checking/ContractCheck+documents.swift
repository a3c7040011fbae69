import Foundation
import JSONSchema
import Referrals

extension ContractCheck {
    /// Each answer of the examples means exactly its acknowledgement.
    mutating func checkAnswers(_ contract: Contract) {
        let names = source.names(in: "examples", ending: ".answer.json")
        count { $0.answers = names.count }
        notePairs(
            "answer",
            names,
            "acknowledgement",
            source.names(in: "examples", ending: ".acknowledgement.json")
        )
        if names.isEmpty {
            note(
                .example,
                source.name(of: "examples"),
                line: 1,
                "There is no answer. Add CASE.answer.json, as the partner writes it, with "
                    + "CASE.acknowledgement.json, what it means."
            )
        }
        for name in names { checkAnswer(name, contract) }
    }

    private mutating func checkAnswer(_ name: String, _ contract: Contract) {
        let file = "examples/\(name).answer.json"
        let expectedFile = "examples/\(name).acknowledgement.json"
        guard !isOver, source.has(expectedFile), let answer = json(file),
            let expected = json(expectedFile)
        else { return }
        do {
            let output = try contract.acknowledgement.run(answer.serialized())
            let meaning = try JSONValue(parsing: output)
            if let violation = canonical.acknowledgement.validate(meaning).first {
                note(
                    .example,
                    file,
                    at: .root,
                    "Of this, `acknowledgement.jq` makes \(violation.instancePointer.shown), which "
                        + "acknowledgement/1.0 refuses: \(violation.message)"
                )
            } else if let place = meaning.differences(from: expected).first {
                note(
                    .example,
                    expectedFile,
                    at: place,
                    "At \(place.shown) `acknowledgement.jq` gives \(meaning.at(place).shown), and this "
                        + "file says \(expected.at(place).shown). Correct the one that is wrong."
                )
            }
        } catch let error as JqError {
            switch error {
            case .endless, .crashed, .noProcess:
                noteDeath(of: contract.acknowledgement, "acknowledgement.jq", by: error, on: file)
            default:
                let line = contract.acknowledgement.line(failingWith: error)
                note(
                    .example,
                    source.name(of: "acknowledgement.jq"),
                    line: line,
                    "It cannot read \(file): \(error.detail)."
                )
            }
        } catch {
            note(.example, file, at: .root, "`acknowledgement.jq` makes no JSON of it.")
        }
    }

    /// Files of examples that belong together are both there.
    mutating func notePairs(
        _ kind: String,
        _ some: [String],
        _ otherKind: String,
        _ others: [String]
    ) {
        for name in Set(some).symmetricDifference(others).sorted() {
            let present = some.contains(name) ? kind : otherKind
            let missing = some.contains(name) ? otherKind : kind
            note(
                .example,
                source.name(of: "examples/\(name).\(present).json"),
                line: 1,
                "`\(name).\(missing).json` is missing, which belongs to it."
            )
        }
    }

    /// Nothing lies about that nobody reads.
    mutating func checkFiles(endings: [String: [String]]) {
        for (part, endings) in endings.sorted(by: { $0.key < $1.key }) {
            for name in source.names(in: part, ending: "")
            where !endings.contains(where: { $0.hasPrefix(".") ? name.hasSuffix($0) : name == $0 })
            {
                note(
                    .file,
                    source.name(of: part.isEmpty ? name : "\(part)/\(name)"),
                    line: 1,
                    "Nothing reads this file. Expected "
                        + "\(endings.map { "`\($0.hasPrefix(".") ? "CASE" : "")\($0)`" }.joined(separator: ", ")). "
                        + "Give it one of these names, or remove it."
                )
            }
        }
    }

    /// The examples of a canonical form are valid.
    mutating func checkCanonicalExamples(_ schema: CompiledSchema) {
        let names = source.names(in: "examples", ending: ".json")
        count { $0.examples = names.count }
        for name in names {
            let file = "examples/\(name).json"
            guard let document = json(file) else { continue }
            for violation in schema.validate(document) {
                note(.example, file, at: violation.instancePointer, violation.message)
            }
        }
    }

    /// Each document that must be refused is refused at its place for its reason.
    mutating func checkRefused(_ schema: CompiledSchema) {
        let names = source.names(in: "refused", ending: ".json")
        count { $0.refused = names.count }
        if names.isEmpty {
            note(
                .refused,
                source.name(of: "refused"),
                line: 1,
                "There is no refused document. Add CASE.json with document, pointer, reason and "
                    + "because, to prove what is not let through."
            )
        }
        for name in names { checkRefusal("refused/\(name).json", schema) }
    }

    private mutating func checkRefusal(_ file: String, _ schema: CompiledSchema) {
        guard let refused = json(file), isFormed(refused, FileForm.refusal, .refused, file),
            let document = refused["document"], let pointer = refused["pointer"]?.stringValue,
            let reason = refused["reason"]?.stringValue
        else { return }
        let violations = schema.validate(document)
        let isMeant = violations.contains {
            $0.instancePointer.description == pointer && $0.keyword == reason
        }
        guard !isMeant else { return }
        let found = violations.first.map {
            "it is refused at \($0.instancePointer.shown) for `\($0.keyword)`"
        }
        note(
            .refused,
            file,
            at: JSONPointer(tokens: ["pointer"]),
            "Expected the schema to refuse this at \((JSONPointer(pointer) ?? .root).shown) for `\(reason)`; "
                + "\(found ?? "it is accepted")."
        )
    }

    /// Whether a file has its form; what is wrong becomes findings.
    mutating func isFormed(
        _ value: JSONValue,
        _ form: CompiledSchema,
        _ rule: ContractFinding.Rule,
        _ file: String
    ) -> Bool {
        let violations = form.validate(value)
        for violation in violations {
            note(rule, file, at: violation.instancePointer, violation.placedMessage)
        }
        return violations.isEmpty
    }
}
