import Oversight

/// A hold as it is asked for; no key may be misspelt.
struct HoldRequest: Decodable {
    let order: HoldOrder

    private enum CodingKeys: String, CodingKey, CaseIterable { case reason, by }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        order = try HoldOrder(from: decoder)
    }
}
