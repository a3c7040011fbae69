import Acknowledgements

/// An answer by telephone as it is written down; no key may be misspelt.
struct SpokenRequest: Decodable {
    let answer: SpokenAnswer

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case delivery, by, team, decision, outcome, partnerReference, reason, missing, reroutedTo,
            at
        case writtenBy
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        answer = try SpokenAnswer(from: decoder)
    }
}
