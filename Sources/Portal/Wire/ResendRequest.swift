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

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let given = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = given.first(where: { CodingKeys(rawValue: $0) == nil }) {
            throw DeskError.badRequest(
                "There is no key \(unknown). Known keys: "
                    + CodingKeys.allCases.map(\.rawValue).joined(separator: ", ") + "."
            )
        }
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
