import Foundation
import Outbox
import Referrals

/// Which of our partners is the agency that a partner named.
enum Rerouting {
    /// The only partner that the newest answers can mean; nil when there is none, or are several.
    static func agency(for wanted: WantedReroute, among partners: [Partner]) -> Partner? {
        struct Answer: Decodable {
            let decision: Decision?
            let reroutedTo: String?
        }
        let named = wanted.answers.lazy
            .compactMap { try? JSONDecoder().decode(Answer.self, from: $0) }
            .first { $0.decision == .notOurArea && $0.reroutedTo != nil }?.reroutedTo
        guard let named, let referral = try? Referral.decode(canonical: wanted.canonical) else {
            return nil
        }
        let others = partners.filter { $0.id.text != wanted.partner }
        let meant = others.filter { $0.isCalled(named) }
        let kind = partners.first { $0.id.text == wanted.partner }?.kind
        // A name alone may fit the school and the council of a place.
        let candidates = meant.count > 1 ? meant.filter { $0.kind == kind } : meant
        guard candidates.count == 1, let only = candidates.first,
            Routing.allows(only, referral)
        else { return nil }
        return only
    }
}

extension Partner {
    /// Whether a name is its identifier, its title or the beginning of it, or an area that it covers.
    fileprivate func isCalled(_ name: String) -> Bool {
        let name = Self.plain(name)
        guard !name.isEmpty else { return false }
        if name == Self.plain(id.text) || name == Self.plain(title) { return true }
        if Self.plain(title).hasPrefix(name + " ") { return true }
        guard case .listed(let areas, _, _) = covers else { return false }
        return areas.contains { Self.plain($0.text) == name }
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
