import Foundation
import JSONSchema

extension ContractCheck {
    /// Every canonical example of every contract can be expressed; false when none can, or when the
    /// program hangs.
    mutating func checkTotal(_ contract: Contract) -> Bool {
        var expressed = 0
        for example in canonical.examples {
            guard hasTime(for: contract.projection) else { return false }
            do {
                let output = try contract.projection.run(example.referral.serialized())
                expressed += 1
                checkDocument(output, of: contract, example.file)
            } catch {
                switch error {
                case .endless, .crashed, .noProcess:
                    noteDeath(
                        of: contract.projection,
                        "projection.jq",
                        by: error,
                        on: example.file
                    )
                    return false
                case .failed, .outputs, .inputNotJSON, .forbidden, .doesNotCompile:
                    note(
                        .projection,
                        source.name(of: "projection.jq"),
                        line: contract.projection.line(failingWith: error),
                        "It cannot express \(example.file): \(error.detail). Every referral must "
                            + "lead to a document."
                    )
                }
            }
        }
        return expressed > 0
    }

    /// A program that does not end, or dies, does so for each example; it is told of once.
    mutating func noteDeath(
        of program: JqProgram,
        _ file: String,
        by error: JqError,
        on document: String
    ) {
        let advice =
            switch error {
            case .endless: "Give what repeats an end."
            case .crashed: "Bound what it builds."
            default: "Then check once more."
            }
        note(
            .program,
            source.name(of: file),
            line: program.repetitionLine,
            "On \(document) \(error.message). \(advice)"
        )
        isOver = true
    }

    /// Whether there is time for more runs; that there is none any more is a finding.
    mutating func hasTime(for program: JqProgram) -> Bool {
        guard !isOver else { return false }
        guard workers.spent > limit else { return true }
        note(
            .program,
            source.name(of: "projection.jq"),
            line: program.repetitionLine,
            "The check was given up after the program had taken \(limit.components.seconds) seconds "
                + "of the processor. It is too slow; a referral should take it a few milliseconds."
        )
        isOver = true
        return false
    }

    private mutating func checkDocument(_ output: Data, of contract: Contract, _ file: String) {
        guard let document = try? JSONValue(parsing: output) else {
            return note(
                .projection,
                source.name(of: "projection.jq"),
                line: 1,
                "Its output for \(file) is not JSON that can be read: it nests too deeply, or has "
                    + "a number that is too long."
            )
        }
        for violation in contract.check(document) {
            note(
                .projection,
                contract.projection,
                making: violation.instancePointer,
                "For \(file) it makes \(violation.instancePointer.shown), which the schema refuses: "
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
                "There is no example. Add CASE.referral.json with CASE.payload.json."
            )
        }
        notePairs("referral", referrals, "payload", payloads)
        let hasWithdrawal = referrals.contains { name in
            (try? source.json("examples/\(name).referral.json"))?["withdrawal"] != nil
        }
        if !referrals.isEmpty, !hasWithdrawal {
            note(
                .example,
                source.name(of: "examples"),
                line: 1,
                "No example is a withdrawal. Add one: a referral with `withdrawal`, as in "
                    + "referral/1.0/examples, and the message that recalls it."
            )
        }
        let hasPurge = referrals.contains { name in
            (try? source.json("examples/\(name).referral.json"))?["purge"] != nil
        }
        if contract.about.purge == true, !hasPurge {
            note(
                .example,
                source.name(of: "examples"),
                line: 1,
                "contract.json says that there is a purge, and no example is one. Add it: a referral "
                    + "with `purge`, and the message that has it deleted."
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
            case let places = document.differences(from: expected), let place = places.first
        else { return }
        let others = places.count > 1 ? " So do \(places.count - 1) other places." : ""
        note(
            .example,
            expectedFile,
            at: place,
            "At \(place.shown) the projection of \(file) "
                + "gives \(document.at(place).shown), and this file says "
                + "\(expected.at(place).shown). Correct the one that is wrong.\(others)"
        )
    }

    /// The same referral gives the same document, in a fresh state and in any order of its fields.
    mutating func checkDeterminism(_ contract: Contract) {
        guard let anew = try? contract.projection.anew() else { return }
        for example in canonical.examples {
            guard hasTime(for: contract.projection) else { return }
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
                other.flatMap { document.differences(from: $0).first }
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
            "It makes something else of the same referral \(circumstance), at \(place.shown). Sort "
                + "what has no order."
        )
    }
}
