import Foundation
import JSONSchema
import Referrals

extension ContractCheck {
    /// Each answer of the examples means exactly its acknowledgement.
    mutating func checkAnswers(_ contract: Contract) {
        let names = source.names(in: "examples", ending: ".answer.json")
        count { $0.answers = names.count }
        if names.isEmpty {
            note(
                .example,
                source.name(of: "examples"),
                line: 1,
                "there is no answer. Add CASE.answer.json, as the partner writes it, with "
                    + "CASE.acknowledgement.json, what it means."
            )
        }
        for name in names { checkAnswer(name, contract) }
    }

    private mutating func checkAnswer(_ name: String, _ contract: Contract) {
        let file = "examples/\(name).answer.json"
        let expectedFile = "examples/\(name).acknowledgement.json"
        guard let answer = json(file), let expected = json(expectedFile) else { return }
        do {
            let output = try contract.acknowledgement.run(answer.serialized())
            let meaning = try JSONValue(parsing: output)
            if let violation = canonical.acknowledgement.validate(meaning).first {
                note(
                    .example,
                    file,
                    at: .root,
                    "acknowledgement.jq makes \(violation.instancePointer) of it, which "
                        + "acknowledgement/1.0 refuses: \(violation.message)"
                )
            } else if let place = meaning.firstDifference(from: expected) {
                note(
                    .example,
                    expectedFile,
                    at: place,
                    "at \(place) acknowledgement.jq gives \(meaning.at(place).shown), and this "
                        + "file says \(expected.at(place).shown). Correct the one that is wrong."
                )
            }
        } catch let error as JqError {
            note(.example, file, at: .root, "acknowledgement.jq cannot read it: \(error.detail).")
        } catch {
            note(.example, file, at: .root, "acknowledgement.jq makes no JSON of it.")
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
                "there is no refused document. Add CASE.json with document, pointer, reason and "
                    + "because, to prove what is not let through."
            )
        }
        for name in names { checkRefusal("refused/\(name).json", schema) }
    }

    private mutating func checkRefusal(_ file: String, _ schema: CompiledSchema) {
        guard let refused = json(file) else { return }
        guard let document = refused["document"], let pointer = refused["pointer"]?.stringValue,
            let reason = refused["reason"]?.stringValue
        else {
            return note(
                .refused,
                file,
                at: .root,
                "Expected document, pointer (where the fault is) and reason (a keyword)."
            )
        }
        let violations = schema.validate(document)
        let isMeant = violations.contains {
            $0.instancePointer.description == pointer && $0.keyword == reason
        }
        guard !isMeant else { return }
        let found = violations.first.map {
            "it is refused at \($0.instancePointer) for `\($0.keyword)`"
        }
        note(
            .refused,
            file,
            at: JSONPointer(tokens: ["pointer"]),
            "Expected the schema to refuse this at \(pointer) for `\(reason)`; "
                + "\(found ?? "it is accepted")."
        )
    }
}
