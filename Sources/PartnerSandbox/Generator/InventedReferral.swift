import Foundation
import JSONSchema

/// Makes one invented referral.
struct InventedReferral {
    private let household: InventedReferrals.Household
    private let place: Int
    private let index: Int
    private let count: Int
    private let nhsNumber: String
    private(set) var random: SplitMix64

    init(
        household: InventedReferrals.Household,
        place: Int,
        index: Int,
        of count: Int,
        nhsNumber: String,
        random: SplitMix64
    ) {
        self.household = household
        self.place = place
        self.index = index
        self.count = count
        self.nhsNumber = nhsNumber
        self.random = random
    }

    mutating func make(activity: JSONValue) -> JSONValue {
        let number = InventedIdentifiers.pad(household.number, 6)
        let cohort = makeCohort()
        let created = makeMoment()
        return .object([
            "contract": "referral/1.0",
            "sourceReference": .string("OCIT-2026-\(number)-\(place + 1)"),
            "createdAt": .string(created.formatted(.iso8601)),
            "urgency": .string(
                random.pick([(10, "immediate"), (35, "same-day"), (55, "standard")])
            ),
            "marking": "OFFICIAL-SENSITIVE",
            "handling": makeHandling(created),
            "referrer": [
                "name": "Robin Testerly", "role": "Safeguarding officer", "force": "42",
                "unit": "Online investigation team", "telephone": "01632 960123",
                "email": "team@police.example",
            ],
            "investigation": [
                "reference": .string(
                    "OP-2026-\(InventedIdentifiers.pad(household.investigation + 1, 4))"
                ),
                "household": .string("HH-\(number)"), "activity": activity,
            ],
            "cohort": .string(cohort),
            "dataSubjectCategories": cohort == "requesting-material"
                ? ["suspect", "child-in-need"] : ["victim"],
            "child": makeChild(created),
            "household": makeHousehold(),
            "suspect": makeSuspect(cohort),
            "concern": makeConcern(cohort),
            "agreement": makeAgreement(),
            "lawfulBasis": ["children-act-1989-s47", "children-act-2004-s11"],
        ])
    }

    /// The later in the year, the more children ask for material or share pictures of themselves.
    private mutating func makeCohort() -> String {
        let late = index * 20 / max(count, 1)
        return random.pick([
            (40 - late, "groomed"), (25 - late / 2, "pictured"),
            (20 + late, "sharing-self-generated"), (15 + late / 2, "requesting-material"),
        ])
    }

    /// Spread over the year up to 20 November 2026.
    private mutating func makeMoment() -> Date {
        let begin = 1_767_261_600.0  // 1 January 2026, 10:00 UTC
        let day = Double(index * 323 / max(count, 1))
        return Date(
            timeIntervalSince1970: begin + day * 86400
                + Double(Int.random(in: 0..<28800, using: &random))
        )
    }

    private mutating func makeHandling(_ created: Date) -> JSONValue {
        guard random.chance(30) else { return [] }
        let until = created.addingTimeInterval(4 * 86400).formatted(.iso8601)
        return [
            [
                "instruction": "do-not-contact-family", "until": .string(until),
                "reason": "A search is planned.",
            ]
        ]
    }

    private mutating func missing(_ percent: Int, _ value: JSONValue) -> JSONValue {
        guard random.chance(percent) else { return value }
        let reason = random.pick(["unknown", "notAsked", "refused", "notApplicable"])
        return ["missing": .string(reason)]
    }

    private mutating func makeChild(_ created: Date) -> JSONValue {
        let isUnborn = random.chance(2)
        let isKnown = isUnborn || !random.chance(4)
        let years = Int.random(in: 0...17, using: &random)
        let born = created.addingTimeInterval(-Double(years) * 31_557_600 - 86400 * 40)
        let birth: JSONValue =
            isUnborn
            ? ["expected": .string(day(created.addingTimeInterval(86400 * 90)))]
            : ["date": .string(day(born)), "precision": isKnown ? "exact" : "estimated"]
        let number = InventedIdentifiers.pad(index + 1, 6)
        var child: [String: JSONValue] = [
            "reference": .string("CH-\(number)"),
            "name": makeName(isKnown: isKnown, isUnborn: isUnborn),
            "birth": birth,
            "sex": isUnborn ? "unknown" : .string(random.pick(["female", "male"])),
            "ethnicity": missing(
                25,
                ["system": "police-sde", "code": .string(random.pick(["W1", "A2", "B1", "M3"]))]
            ),
            "language": .string(random.pick([(80, "en-GB"), (10, "pl"), (5, "ur"), (5, "cy")])),
            "interpreterNeeded": .bool(random.chance(8)),
            "disabilities": missing(20, ["NONE"]),
            "foundIn": .string(household.area),
            "currentLocation": missing(50, "At home."),
            "services": [
                "earlyHelp": "no", "childInNeed": .string(random.pick(["no", "unknown", "yes"])),
                "childProtectionPlan": "no", "lookedAfter": "no",
            ],
        ]
        if isKnown {
            addIdentifiers(to: &child, isPupil: years >= 4 && !isUnborn, isUnborn: isUnborn)
        }
        return .object(child)
    }

    private mutating func addIdentifiers(
        to child: inout [String: JSONValue],
        isPupil: Bool,
        isUnborn: Bool
    ) {
        child["address"] = [
            "lines": [.string(household.street), "Inventedham"],
            "postcode": .string(household.postcode), "area": .string(household.area),
        ]
        child["generalPractice"] = missing(
            10,
            ["ods": .string("Z9990\(household.number % 9 + 1)"), "name": "Invented Surgery"]
        )
        if !isUnborn {
            child["nhsNumber"] = missing(
                20,
                ["value": .string(nhsNumber), "status": .string(random.pick(["01", "02"]))]
            )
        }
        guard isPupil else { return }
        child["upn"] = missing(30, .string(InventedIdentifiers.upn(index + 1)))
        child["school"] = missing(
            10,
            ["urn": .string("99900\(household.number % 9 + 1)"), "name": "Invented Academy"]
        )
        child["telephone"] = missing(
            50,
            .string("07700 900\(InventedIdentifiers.pad(index % 1000, 3))")
        )
    }

    private mutating func makeName(isKnown: Bool, isUnborn: Bool) -> JSONValue {
        guard isKnown else {
            return ["given": ["missing": "unknown"], "family": ["missing": "unknown"]]
        }
        let given: JSONValue =
            isUnborn
            ? ["missing": "notApplicable"] : .string(InventedWords.given(&random))
        return ["given": given, "family": .string(household.family)]
    }

    private mutating func makeHousehold() -> JSONValue {
        let year = 1970 + Int.random(in: 0..<25, using: &random)
        return [
            [
                "name": [
                    "given": .string(InventedWords.given(&random)),
                    "family": .string(household.family),
                ],
                "birth": missing(30, ["date": .string("\(year)-01-01"), "precision": "year"]),
                "relationship": .string(random.pick(["mother", "father"])),
                "parentalResponsibility": .string(random.pick(["yes", "unknown"])),
                "livesWithChild": true, "isSuspect": false,
            ]
        ]
    }

    private mutating func makeSuspect(_ cohort: String) -> JSONValue {
        guard cohort != "requesting-material" else {
            return ["relationship": "unknown", "accessToChild": "none", "status": "none"]
        }
        return [
            "relationship": .string(
                random.pick([(70, "online-contact"), (15, "parent"), (15, "peer")])
            ),
            "accessToChild": .string(random.pick([(75, "online-only"), (25, "unknown")])),
            "accessToOtherChildren": .string(random.pick(["yes", "no", "unknown"])),
            "worksWithChildren": .string(random.pick([(5, "yes"), (95, "unknown")])),
            "status": .string(random.pick(["identified", "arrested-on-bail", "not-identified"])),
        ]
    }

    private mutating func makeConcern(_ cohort: String) -> JSONValue {
        let harms: [JSONValue] =
            switch cohort {
            case "groomed": ["online-grooming"]
            case "pictured": ["indecent-images-of-child"]
            case "sharing-self-generated": ["self-generated-images"]
            default: ["requesting-or-accessing-material"]
            }
        return [
            "harms": .array(harms), "facts": .string(InventedWords.facts(cohort)),
            "assessment": .string(random.pick(InventedWords.assessments)),
            "childVoice": missing(50, .string(random.pick(InventedWords.voices))),
            "immediateProtectionNeeded": .bool(random.chance(5)),
            "risk": [
                "grade": .string(random.pick([(30, "high"), (50, "medium"), (20, "low")])),
                "gradedBy": "Robin Testerly", "rationale": "Judged by the officer in the case.",
            ],
            "actionsTaken": "The device was secured.",
            "health": [
                "selfHarmRisk": .string(random.pick(["yes", "no", "unknown"])),
                "needs": ["missing": "notAsked"],
            ],
        ]
    }

    private mutating func makeAgreement() -> JSONValue {
        let basis = random.pick([
            (30, "given"), (5, "refused"), (10, "refused-overridden"),
            (25, "not-required-significant-harm"), (10, "not-sought-would-increase-risk"),
            (20, "not-sought-would-prejudice-investigation"),
        ])
        return [
            "basis": .string(basis), "reason": "Recorded by the officer in the case.",
            "parentsInformed": basis == "given" ? "yes" : "no", "childInformed": "unknown",
        ]
    }

    private func day(_ moment: Date) -> String {
        moment.formatted(.iso8601.year().month().day())
    }
}
