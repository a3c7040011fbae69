import Foundation
import JSONSchema

extension ContractCheck {
    /// Whether both programs end well on all that is at hand, in a process that may die of it.
    mutating func survives(_ contract: Contract) -> Bool {
        let referrals = canonical.examples.map { $0.referral.serialized() }
        let answers = source.names(in: "examples", ending: ".answer.json")
            .compactMap { try? source.read("examples/\($0).answer.json") }
        for (program, file, inputs) in [
            (contract.projection, "projection.jq", referrals),
            (contract.acknowledgement, "acknowledgement.jq", answers),
        ] {
            guard let failure = JqTrial.failure(of: program, on: inputs) else { continue }
            let message =
                switch failure {
                case .endless: "it takes too long or does not end. Give the recursion an end."
                case .crash:
                    "it takes too much memory, or makes a value that nests too deeply. Bound what "
                        + "it builds."
                }
            note(
                .program,
                source.name(of: file),
                line: program.recursionLine,
                message
            )
            return false
        }
        return true
    }

    /// Every canonical example of every contract can be expressed; false when a program hangs.
    mutating func checkTotal(_ contract: Contract) -> Bool {
        for example in canonical.examples {
            do {
                let output = try contract.projection.run(example.referral.serialized())
                checkDocument(output, of: contract, example.file)
            } catch .endless(let limit) {
                let seconds = limit.components.seconds
                note(
                    .program,
                    source.name(of: "projection.jq"),
                    line: contract.projection.recursionLine,
                    "it did not end within \(seconds) seconds for \(example.file). Give the "
                        + "recursion an end."
                )
                return false
            } catch {
                note(
                    .projection,
                    source.name(of: "projection.jq"),
                    line: error.lineHint(in: contract.projection),
                    "it cannot express \(example.file): \(error.detail). Every referral must "
                        + "lead to a document."
                )
            }
        }
        return true
    }

    private mutating func checkDocument(_ output: Data, of contract: Contract, _ file: String) {
        guard let document = try? JSONValue(parsing: output) else {
            return note(
                .projection,
                source.name(of: "projection.jq"),
                line: 1,
                "its output for \(file) is not JSON."
            )
        }
        for violation in contract.check(document) {
            note(
                .projection,
                contract.projection,
                making: violation.instancePointer,
                "for \(file) it makes \(violation.instancePointer), which the schema refuses: "
                    + violation.message
            )
        }
    }

    /// Each example of the contract itself becomes exactly its payload.
    mutating func checkExamples(_ contract: Contract) {
        let referrals = source.names(in: "examples", ending: ".referral.json")
        let payloads = source.names(in: "examples", ending: ".payload.json")
        count { $0.examples = referrals.count }
        if referrals.isEmpty {
            note(
                .example,
                source.name(of: "examples"),
                line: 1,
                "there is no example. Add CASE.referral.json with CASE.payload.json."
            )
        }
        for name in Set(referrals).symmetricDifference(payloads).sorted() {
            note(
                .example,
                source.name(of: "examples/\(name)"),
                line: 1,
                "\(name).referral.json and \(name).payload.json belong together; one is missing."
            )
        }
        for name in referrals where payloads.contains(name) { checkExample(name, contract) }
    }

    private mutating func checkExample(_ name: String, _ contract: Contract) {
        let file = "examples/\(name).referral.json"
        let expectedFile = "examples/\(name).payload.json"
        guard let referral = json(file), let expected = json(expectedFile) else { return }
        for violation in canonical.referral.validate(referral) {
            note(.example, file, at: violation.instancePointer, violation.message)
        }
        guard let output = try? contract.projection.run(referral.stamped.serialized()),
            let document = try? JSONValue(parsing: output),
            let place = document.firstDifference(from: expected)
        else { return }
        note(
            .example,
            expectedFile,
            at: place,
            "at \(place == .root ? "the top" : place.description) the projection of \(file) "
                + "gives \(document.at(place).shown), and this file says "
                + "\(expected.at(place).shown). Correct the one that is wrong."
        )
    }

    /// The same referral gives the same document, in a fresh state and in any order of its fields.
    mutating func checkDeterminism(_ contract: Contract) {
        guard let anew = try? contract.projection.anew() else { return }
        for example in canonical.examples {
            let bytes = example.referral.serialized()
            guard let first = try? contract.projection.run(bytes),
                let again = try? anew.run(bytes),
                let turned = try? contract.projection.run(example.referral.serializedBackwards())
            else { continue }
            let document = try? JSONValue(parsing: first)
            guard first == again else {
                return noteNotDeterministic(contract, at: .root, "each time")
            }
            let other = try? JSONValue(parsing: turned)
            if let place = document.flatMap({ document in
                other.flatMap { document.firstDifference(from: $0) }
            }) {
                return noteNotDeterministic(
                    contract,
                    at: place,
                    "when the fields of \(example.file) come in another order"
                )
            }
        }
    }

    private mutating func noteNotDeterministic(
        _ contract: Contract,
        at place: JSONPointer,
        _ circumstance: String
    ) {
        note(
            .program,
            contract.projection,
            making: place,
            "it makes something else of the same referral \(circumstance), at "
                + "\(place == .root ? "the top" : place.description). Sort what has no order."
        )
    }
}

extension JqError {
    /// The line that gave a message by `error(…)`, as far as the message's own words tell.
    fileprivate func lineHint(in program: JqProgram) -> Int {
        guard case .failed(let text?) = self else { return line ?? 1 }
        let lines = program.text.split(separator: "\n", omittingEmptySubsequences: false)
        let word = text.split(separator: " ").first.map(String.init) ?? text
        if text.hasPrefix("Regex") {
            let calls = ["test(", "match(", "capture(", "scan(", "split(", "sub("]
            let pattern = lines.firstIndex { line in calls.contains { line.contains($0) } }
            return pattern.map { $0 + 1 } ?? 1
        }
        let line =
            lines.firstIndex { $0.contains("\"\(word)\"") }
            ?? lines.firstIndex { $0.contains("\"\(text)\"") }
            ?? lines.firstIndex { $0.contains("error(") }
        return line.map { $0 + 1 } ?? 1
    }
}
