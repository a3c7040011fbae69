import Foundation
import JSONSchema

extension ContractCheck {
    /// How often each example is varied: once for each other value, and then in combinations.
    private static let roundsMax = 64
    private static let personalRoundsMax = 16
    private static let branchRounds = 6

    /// What the contract promises never to send has no influence on any document.
    ///
    /// In every round a third of such parts of an example are others: what the examples, the schema
    /// and the program's own words suggest for each place, nothing, and lists without or with more
    /// elements. The same is done with what else the program may branch on.
    mutating func checkNeverSent(_ contract: Contract) {
        let patterns = promises(of: contract)
        let variations = canonical.variations.adding(wordsOf: contract.projection)
        for (turn, (file, referral)) in ownExamples.enumerated() {
            let branches = variations.branches(of: referral, turn: turn).filter { branch in
                !patterns.contains { branch.place.pattern.isWithin($0) }
            }
            let parts = patterns.flatMap { variedParts(of: referral, at: $0, variations) }
            let plain = Influence(of: referral, on: contract.projection)
            let most = parts.map { $0.others.count + 1 }.max() ?? 0
            let rounds = 0..<min(Self.roundsMax, most + 32)
            var leak = leak(in: plain, parts, rounds: rounds, contract)
            for branch in branches where leak == nil {
                let other = Influence(
                    of: referral.replacing(branch.place, with: branch.value),
                    on: contract.projection
                )
                guard other.isExpressed else { continue }
                leak = self.leak(in: other, parts, rounds: 0..<Self.branchRounds, contract)
            }
            guard !isOver else { return }
            if let leak { noteLeak(leak.place, of: leak.part, in: file, patterns, contract) }
        }
    }

    /// The first leak that several rounds of changes show.
    private mutating func leak(
        in influence: Influence,
        _ parts: [VariedPart],
        rounds: Range<Int>,
        _ contract: Contract
    ) -> (place: JSONPointer, part: JSONPointer)? {
        for round in rounds {
            guard hasTime(for: contract.projection) else { return nil }
            // A third of the parts at a time, so that one does not hide another.
            let changes = parts.enumerated().compactMap { number, part in
                (number + round).isMultiple(of: 3) ? part.change(in: round, number: number) : nil
            }
            if let leak = leak(in: influence, after: changes, contract) { return leak }
        }
        return nil
    }

    /// The contract's own examples of referrals, each with its file.
    private var ownExamples: [(file: String, referral: JSONValue)] {
        source.names(in: "examples", ending: ".referral.json").compactMap { name in
            let file = "examples/\(name).referral.json"
            return (try? source.json(file)).map { (file, $0.stamped) }
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
    private func variedParts(
        of referral: JSONValue,
        at pattern: JSONPointer,
        _ variations: Variations
    ) -> [VariedPart] {
        let holders = referral.places(matching: JSONPointer(tokens: pattern.tokens.dropLast()))
        return holders.flatMap { holder -> [VariedPart] in
            guard let name = pattern.tokens.last, name != "*" else {
                return referral.places(matching: pattern).map {
                    varied(referral, at: $0, variations)
                }
            }
            let place = holder.appending(name)
            let parts = referral.at(place)?.everyPlace ?? [.root]
            return parts.map {
                varied(referral, at: JSONPointer(tokens: place.tokens + $0.tokens), variations)
            }
        }
    }

    private func varied(
        _ referral: JSONValue,
        at place: JSONPointer,
        _ variations: Variations
    ) -> VariedPart {
        let value = referral.at(place)
        return VariedPart(
            place: place,
            others: variations.others(than: value, at: place),
            hints: variations.hints(for: place),
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
            let all = effect(influence, of: changes, contract).places.first
        else { return nil }
        for change in changes {
            if let place = effect(influence, of: [change], contract).places.first {
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
    /// In every round each personal part is as another example, the schema or the program's own words
    /// suggest; then each is left out, and added where there is none.
    mutating func checkPersonal(_ contract: Contract) {
        let open = contract.fields.filter { field in
            // What is always there with one value says nothing.
            !field.isAlwaysPersonal && !(field.values?.count == 1 && field.isRequired)
        }
        let byPath = Dictionary(open.map { ($0.path, $0) }) { first, _ in first }
        let variations = canonical.variations.adding(wordsOf: contract.projection)
        for (turn, (file, referral)) in ownExamples.enumerated() {
            let influence = Influence(of: referral, on: contract.projection)
            for changes in personalChanges(of: referral, variations, turn: turn) {
                guard hasTime(for: contract.projection) else { return }
                let together = effect(influence, of: changes, contract)
                // Together they may be what no referral is; then each is tried alone.
                let effects =
                    together.places != [.root] || changes.count == 1
                    ? [together] : changes.map { effect(influence, of: [$0], contract) }
                for effect in effects {
                    for place in unmarked(effect, byPath, influence, contract) {
                        guard let field = byPath[place.pattern] else { continue }
                        let cause = changes.first {
                            self.effect(influence, of: [$0], contract).places.contains(place)
                        }
                        notePersonal(field, changes: cause?.place, of: file)
                    }
                }
            }
        }
    }

    /// The places that changed and that no document marks as personal.
    private func unmarked(
        _ effect: Influence.Effect,
        _ open: [JSONPointer: SchemaField],
        _ influence: Influence,
        _ contract: Contract
    ) -> [JSONPointer] {
        let places = effect.places.filter { $0 != .root && open[$0.pattern] != nil }
        guard !places.isEmpty else { return [] }
        var marked: Set<JSONPointer> = []
        for case let document? in [influence.document, effect.document] {
            marked.formUnion(contract.personalPlaces(in: document))
        }
        return places.filter { !marked.contains($0) }
    }

    /// The rounds of changes of one referral's personal parts; other referrals begin elsewhere.
    private func personalChanges(
        of referral: JSONValue,
        _ variations: Variations,
        turn: Int
    ) -> [[Influence.Change]] {
        let places = canonical.referral.outermostPersonalPlaces(in: referral)
        let parts = places.map { place in
            (place: place, values: variations.possible(at: place, insteadOf: referral.at(place)))
        }.filter { !$0.values.isEmpty }
        let most = parts.map(\.values.count).max() ?? 0
        let rounds = (0..<min(most, Self.personalRoundsMax)).map { round in
            parts.map { part in
                let index = (turn * Self.personalRoundsMax + round) % part.values.count
                return Influence.Change(place: part.place, value: part.values[index])
            }
        }
        return rounds + presences(of: places, in: referral, variations)
    }

    /// Each personal part left out, and each added that is not there.
    private func presences(
        of places: [JSONPointer],
        in referral: JSONValue,
        _ variations: Variations
    ) -> [[Influence.Change]] {
        let absent = places.map { Influence.Change(place: $0, value: nil) }
        let added = canonical.referral.fields.flatMap { field -> [Influence.Change] in
            guard field.isPersonal, let name = field.path.tokens.last, name != "*",
                let value = variations.known(at: field.path).first
            else { return [] }
            let holder = JSONPointer(tokens: field.path.tokens.dropLast())
            return referral.places(matching: holder).map { $0.appending(name) }
                .filter { referral.at($0) == nil }
                .map { Influence.Change(place: $0, value: value) }
        }
        return (absent + added).map { [$0] }
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

    /// What changes do; a program that dies of them is a finding.
    private mutating func effect(
        _ influence: Influence,
        of changes: [Influence.Change],
        _ contract: Contract
    ) -> Influence.Effect {
        do {
            return try influence.effect(of: changes)
        } catch {
            noteDeath(of: contract.projection, "projection.jq", by: error, on: "a varied example")
            return Influence.Effect(document: nil, places: [])
        }
    }
}

/// A part of a referral with all that may be there instead.
private struct VariedPart {
    let place: JSONPointer
    let others: [JSONValue]
    /// What the program compares it with.
    let hints: [JSONValue]
    /// Whether there is something that may be left out.
    let mayBeAbsent: Bool

    /// What is there in one of many rounds; nil when nothing is changed.
    ///
    /// Every part goes through its values with a step of its own, and may also stay as it is.
    func change(in round: Int, number: Int) -> Influence.Change? {
        let choices = others.count + (mayBeAbsent ? 1 : 0)
        guard choices > 0 else { return nil }
        // In the first rounds the most telling: what the program asks for, and something else.
        if round < 3, !hints.isEmpty {
            return Influence.Change(place: place, value: hints[number % hints.count])
        }
        if round < 6, let other = others.first {
            return Influence.Change(place: place, value: other)
        }
        let choice = (round &* (2 * number + 1) &+ number) % (choices + 1)
        guard choice < choices else { return nil }
        return Influence.Change(
            place: place,
            value: choice < others.count ? others[choice] : nil
        )
    }
}
