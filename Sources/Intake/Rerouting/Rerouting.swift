import Foundation
import Outbox
import Referrals

/// Which of our partners is the agency that a partner named.
enum Rerouting {
    /// The only partner that the newest answers can mean, or why there is none.
    static func agency(
        for wanted: WantedReroute,
        among partners: [Partner]
    ) throws(RerouteObstacle) -> Partner {
        struct Answer: Decodable {
            let decision: Decision?
            let reroutedTo: String?
        }
        let named = wanted.answers.lazy
            .compactMap { try? JSONDecoder().decode(Answer.self, from: $0) }
            .first { $0.decision == .notOurArea && $0.reroutedTo != nil }?.reroutedTo
        guard let named else { throw .unnamed }
        let itself = partners.first { $0.id.text == wanted.partner }
        let meant = partners.filter { $0.id != itself?.id && $0.isCalled(named) }
        if meant.isEmpty { throw itself?.isCalled(named) == true ? .itself : .unknown }
        // A name alone may fit the school and the council of a place.
        let candidates = meant.count > 1 ? meant.filter { $0.kind == itself?.kind } : meant
        guard candidates.count == 1, let only = candidates.first else { throw .ambiguous }
        guard let referral = try? Referral.decode(canonical: wanted.canonical),
            Routing.allows(only, referral)
        else { throw .notAllowed }
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
