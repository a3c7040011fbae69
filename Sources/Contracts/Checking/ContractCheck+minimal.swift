import Foundation
import JSONSchema

extension ContractCheck {
    /// What the contract promises never to send has no influence on any document.
    mutating func checkNeverSent(_ contract: Contract) {
        for (place, text) in (contract.about.neverSent ?? []).enumerated() {
            let declaration = JSONPointer(tokens: ["neverSent", String(place)])
            guard let pattern = JSONPointer(text), isKnown(pattern) else {
                note(
                    .neverSent,
                    "contract.json",
                    at: declaration,
                    "\(text) is no place of a canonical referral. Expected a pointer such as "
                        + "/concern/facts, with * for every element of a list."
                )
                continue
            }
            for name in source.names(in: "examples", ending: ".referral.json") {
                let file = "examples/\(name).referral.json"
                guard let referral = try? source.json(file) else { continue }
                let influence = Influence(of: referral.stamped, on: contract.projection)
                for leaf in influence.leaves(within: pattern) {
                    guard let place = influence.changes(by: leaf) else { continue }
                    note(
                        .neverSent,
                        contract.projection,
                        making: place,
                        "\(leaf) of \(file) changes the document at "
                            + "\(place == .root ? "the top" : place.description), although "
                            + "contract.json says that \(text) is never sent."
                    )
                    break
                }
            }
        }
    }

    private func isKnown(_ pattern: JSONPointer) -> Bool {
        canonical.referral.fields.contains { $0.path == pattern }
    }

    /// Personal data of the referral arrives only in fields that are marked as personal.
    mutating func checkPersonal(_ contract: Contract) {
        let fields = contract.fields.filter { !$0.isPersonal && $0.values == nil }
        for example in canonical.examples {
            let influence = Influence(of: example.referral, on: contract.projection)
            let secrets = personalTexts(of: example.referral)
            for field in fields {
                guard let secret = influence.source(of: field.path, among: secrets) else {
                    continue
                }
                note(
                    .personal,
                    "schema.json",
                    at: field.pointer,
                    "\(field.path): \(secret) of \(example.file), which is personal data, "
                        + "arrives here. Mark the field with \"x-personal\": true, or do not "
                        + "send it."
                )
            }
        }
    }

    /// The texts of a referral that are personal and not one of a few words.
    private func personalTexts(of referral: JSONValue) -> [JSONPointer] {
        canonical.referral.personalPlaces(in: referral).sorted().filter { place in
            guard let text = referral.at(place)?.stringValue else { return false }
            return text.count >= 5 && text.contains { $0.isUppercase || $0.isNumber || $0 == " " }
        }
    }
}
