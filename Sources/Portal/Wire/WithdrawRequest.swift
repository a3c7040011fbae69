import Intake

/// A withdrawal as it is asked for; no key may be misspelt.
struct WithdrawRequest: Decodable {
    let order: WithdrawOrder

    private enum CodingKeys: String, CodingKey, CaseIterable { case referral, reason, by }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        order = try WithdrawOrder(from: decoder)
    }
}
