import JSONSchema

/// Invented referrals: varied, valid, and the same for the same seed.
///
/// In one year the team safeguarded 303 children, carried out 287 warrants, made 133 arrests and
/// secured 212 positive outcomes; the investigations of any number of children keep that proportion.
struct InventedReferrals {
    private static let story = (children: 303, warrants: 287, arrests: 133, outcomes: 212)

    /// Children of one home, found in one investigation.
    struct Household {
        let number: Int
        let investigation: Int
        let family: String
        let area: String
        let street: String
        let postcode: String
        let children: Int
    }

    private let count: Int
    private let first: Int
    private var random: SplitMix64

    /// Makes so many; their references begin with a number.
    init(count: Int, seed: UInt64, first: Int = 1) {
        self.count = count
        self.first = first
        random = SplitMix64(seed: seed)
    }

    /// Makes the referrals, in the order of their creation.
    mutating func make() -> [JSONValue] {
        let households = makeHouseholds()
        let investigations = (households.last?.investigation ?? 0) + 1
        let numbers = InventedIdentifiers.nhsNumbers(count)
        var referrals: [JSONValue] = []
        for household in households {
            for place in 0..<household.children {
                let index = referrals.count
                var maker = InventedReferral(
                    household: household,
                    place: place,
                    index: index,
                    of: count,
                    nhsNumber: numbers[index],
                    random: random
                )
                referrals.append(
                    maker.make(activity: activity(household.investigation, of: investigations))
                )
                random = maker.random
            }
        }
        return referrals
    }

    private mutating func makeHouseholds() -> [Household] {
        var households: [Household] = []
        var made = 0
        var investigation = -1
        while made < count {
            let size = min(count - made, random.pick([(67, 1), (25, 2), (8, 3)]))
            // Now and then one investigation finds the children of two homes.
            if investigation < 0 || !random.chance(10) { investigation += 1 }
            let number = households.count + first
            households.append(
                Household(
                    number: number,
                    investigation: investigation,
                    family: InventedWords.family(&random),
                    area: random.pick([
                        "E06000901", "E08000902", "E09000903", "E10000904", "E06000905",
                    ]),
                    street: "\(number) Example Street",
                    postcode: "ZZ99 \(number % 10)W\(random.pick(["A", "B", "D", "Z"]))",
                    children: size
                )
            )
            made += size
        }
        return households
    }

    /// An even share of the story's totals, which add up exactly.
    private func activity(_ index: Int, of investigations: Int) -> JSONValue {
        func share(_ total: Int) -> JSONValue {
            let scaled = (total * count + Self.story.children / 2) / Self.story.children
            let upTo = { (place: Int) in place * scaled / investigations }
            return .number(JSONNumber(upTo(index + 1) - upTo(index)))
        }
        return [
            "warrants": share(Self.story.warrants), "arrests": share(Self.story.arrests),
            "positiveOutcomes": share(Self.story.outcomes), "devices": share(1400),
        ]
    }
}
