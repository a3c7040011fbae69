import Foundation
import Outbox
import Oversight

/// A resend as it is asked for; every key may be left out, and none may be misspelt.
///
/// A misspelt `preview` would otherwise send everything.
struct ResendRequest: Decodable {
    let order: ResendOrder

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case ids, partner, state, error, since, contract, text, again, plan, preview, reason, by
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        order = ResendOrder(
            ids: try container.decodeIfPresent([String].self, forKey: .ids) ?? [],
            partner: try container.decodeIfPresent(String.self, forKey: .partner),
            state: try container.decodeIfPresent(DeliveryState.self, forKey: .state),
            error: try container.decodeIfPresent(AttemptOutcome.self, forKey: .error),
            since: try container.decodeIfPresent(Date.self, forKey: .since),
            contract: try container.decodeIfPresent(String.self, forKey: .contract),
            text: try container.decodeIfPresent(String.self, forKey: .text),
            again: try container.decodeIfPresent(Bool.self, forKey: .again) ?? false,
            plan: try container.decodeIfPresent(String.self, forKey: .plan),
            preview: try container.decodeIfPresent(Bool.self, forKey: .preview) ?? false,
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            by: try container.decodeIfPresent(String.self, forKey: .by)
        )
    }
}
