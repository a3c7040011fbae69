import Foundation
import JSONSchema
import Portal

extension RevealOrder.Report {
    /// Where people wrote what happened; only who asks for it reads it.
    private static let narrative: Set<String> = [
        "facts", "assessment", "childVoice", "protectiveFactors", "actionsTaken", "health",
        "conditions",
    ]

    /// The details for people, marked on the first line and the last.
    func text(withNarrative isWanted: Bool) throws -> String {
        let shown = try shown(withNarrative: isWanted).serialized(pretty: true)
        return [marking, String(decoding: shown, as: UTF8.self), marking].joined(separator: "\n")
    }

    /// The document of `status --reveal --json`, on one line.
    func line(withNarrative isWanted: Bool) throws -> Data {
        let document: JSONValue = .object([
            "marking": .string(marking), "referral": try shown(withNarrative: isWanted),
        ])
        return document.serialized() + Data("\n".utf8)
    }

    private func shown(withNarrative isWanted: Bool) throws -> JSONValue {
        let document = try JSONValue(parsing: referral)
        return isWanted ? document : Self.folded(document)
    }

    private static func folded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, value in
                        (
                            name,
                            narrative.contains(name)
                                ? .string("(may be distressing; shown with --narrative)")
                                : folded(value)
                        )
                    }
                )
            )
        case .array(let elements): .array(elements.map(folded))
        default: value
        }
    }
}
