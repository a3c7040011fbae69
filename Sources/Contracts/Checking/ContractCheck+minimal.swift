import Foundation
import JSONSchema

extension ContractCheck {
    /// How often each example is varied: once for each other value, and then in combinations.
    private static let roundsMax = 64

    /// What the contract promises never to send has no influence on any document.
    ///
    /// In every round all such parts of an example are others at once: what the examples and the
    /// schema know for each place, nothing, and lists without or with more elements.
    mutating func checkNeverSent(_ contract: Contract) {
        let patterns = promises(of: contract)
        for name in source.names(in: "examples", ending: ".referral.json") {
            let file = "examples/\(name).referral.json"
            guard let referral = (try? source.json(file))?.stamped else { continue }
            let influence = Influence(of: referral, on: contract.projection)
            let parts = patterns.flatMap { variedParts(of: referral, at: $0) }
            let others = parts.map { $0.others.count + 1 }.max() ?? 0
            for round in 0..<min(Self.roundsMax, others + 24) {
                guard !parts.isEmpty, hasTime(for: contract.projection) else { return }
                let changes = parts.enumerated().compactMap { $1.change(in: round, number: $0) }
                guard let leak = leak(in: influence, after: changes, contract) else { continue }
                noteLeak(leak.place, of: leak.part, in: file, patterns, contract)
                break
            }
        }
    }

    /// The places of `neverSent`; one that does not exist is a finding.
    private mutating func promises(of contract: Contract) -> [JSONPointer] {
        (contract.about.neverSent ?? []).enumerated().compactMap { number, text in
            let pattern = JSONPointer(text)
            if let pattern, canonical.referral.fields.contains(where: { $0.path == pattern }) {
                return pattern
            }
            note(
                .neverSent,
                "contract.json",
                at: JSONPointer(tokens: ["neverSent", String(number)]),
                "`\(text)` is no place of a canonical referral. Expected a pointer such as "
                    + "`/concern/facts`, with * for every element of a list."
            )
            return nil
        }
    }

    /// A place with all its parts, and the place alone where there is nothing.
    private func variedParts(of referral: JSONValue, at pattern: JSONPointer) -> [VariedPart] {
        let holders = referral.places(matching: JSONPointer(tokens: pattern.tokens.dropLast()))
        return holders.flatMap { holder -> [VariedPart] in
            guard let name = pattern.tokens.last, name != "*" else {
                return referral.places(matching: pattern).map { varied(referral, at: $0) }
            }
            let place = holder.appending(name)
            let parts = referral.at(place)?.everyPlace ?? [.root]
            return parts.map { varied(referral, at: JSONPointer(tokens: place.tokens + $0.tokens)) }
        }
    }

    private func varied(_ referral: JSONValue, at place: JSONPointer) -> VariedPart {
        let value = referral.at(place)
        return VariedPart(
            place: place,
            others: canonical.variations.others(than: value, at: place),
            mayBeAbsent: value != nil
        )
    }

    /// What a document shows of changes, and which of them it was; nil when it shows nothing.
    private mutating func leak(
        in influence: Influence,
        after changes: [Influence.Change],
        _ contract: Contract
    ) -> (place: JSONPointer, part: JSONPointer)? {
        guard let change = changes.first,
            let all = differences(influence, after: changes, contract).first
        else { return nil }
        for change in changes {
            if let place = differences(influence, after: [change], contract).first {
                return (place, change.place)
            }
        }
        return (all, change.place)
    }

    private mutating func noteLeak(
        _ place: JSONPointer,
        of part: JSONPointer,
        in file: String,
        _ patterns: [JSONPointer],
        _ contract: Contract
    ) {
        let pattern = patterns.first { part.pattern.isWithin($0) } ?? part
        note(
            .neverSent,
            contract.projection,
            making: place,
            "The document changes at \(place.shown) when `\(part)` of \(file) is another or is "
                + "not there, although contract.json says that `\(pattern)` is never sent."
        )
    }

    /// Personal data of a referral has an influence only on fields that are marked as personal.
    ///
    /// In every round each personal part is as another example or the schema's list has it.
    mutating func checkPersonal(_ contract: Contract) {
        let open = contract.fields.filter { !$0.isPersonal && $0.values?.count != 1 }
        let byPath = Dictionary(open.map { ($0.path, $0) }) { first, _ in first }
        for example in canonical.examples {
            let influence = Influence(of: example.referral, on: contract.projection)
            let parts = canonical.referral.outermostPersonalPlaces(in: example.referral).map {
                (place: $0, values: canonical.variations.known(at: $0))
            }
            for round in 0..<(parts.map(\.values.count).max() ?? 0) {
                guard hasTime(for: contract.projection) else { return }
                let changes = parts.compactMap { part in
                    part.values.isEmpty
                        ? nil
                        : Influence.Change(
                            place: part.place,
                            value: part.values[round % part.values.count]
                        )
                }
                var places = differences(influence, after: changes, contract)
                // Together they may be what no referral is; then each is tried alone.
                if places == [.root] {
                    places = changes.flatMap { differences(influence, after: [$0], contract) }
                }
                for place in places {
                    guard let field = byPath[place.pattern], place != .root else { continue }
                    let cause = changes.first { change in
                        differences(influence, after: [change], contract).contains(place)
                    }
                    notePersonal(field, changes: cause?.place, of: example.file)
                }
            }
        }
    }

    private mutating func notePersonal(
        _ field: SchemaField,
        changes cause: JSONPointer?,
        of file: String
    ) {
        let cause = cause.map { "`\($0)`" } ?? "several parts"
        note(
            .personal,
            "schema.json",
            at: field.pointer,
            "`\(field.path)` changes with \(cause) of \(file), which is personal data. Mark the field "
                + "with \"x-personal\": true, or do not send it."
        )
    }

    /// The differences that changes make; a program that dies of them is a finding.
    private mutating func differences(
        _ influence: Influence,
        after changes: [Influence.Change],
        _ contract: Contract
    ) -> [JSONPointer] {
        do {
            return try influence.differences(after: changes)
        } catch {
            noteDeath(of: contract.projection, "projection.jq", by: error, on: "a varied example")
            return []
        }
    }
}

/// A part of a referral with all that may be there instead.
private struct VariedPart {
    let place: JSONPointer
    let others: [JSONValue]
    /// Whether there is something that may be left out.
    let mayBeAbsent: Bool

    /// What is there in one of many rounds; nil when nothing is changed.
    ///
    /// The first rounds go through the values, and further ones through combinations, in which
    /// every part has a step of its own and may also stay as it is.
    func change(in round: Int, number: Int) -> Influence.Change? {
        let choices = others.count + (mayBeAbsent ? 1 : 0)
        guard choices > 0 else { return nil }
        let choice =
            round < choices ? round : (round &* (2 * number + 1) &+ number / 3) % (choices + 1)
        guard choice < choices else { return nil }
        return Influence.Change(
            place: place,
            value: choice < others.count ? others[choice] : nil
        )
    }
}
