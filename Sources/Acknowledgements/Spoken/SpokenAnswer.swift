package import Foundation
package import Referrals

/// What somebody at a partner said by telephone, as a person of ours wrote it down.
package struct SpokenAnswer: Sendable, Codable, Equatable {
    /// The delivery, by the beginning of its ID.
    package var delivery: String
    /// Who at the partner said it.
    package var by: String
    package var team: String?
    /// What the partner will do; without it and without an outcome it only confirms.
    package var decision: Decision?
    package var outcome: Outcome?
    package var partnerReference: String?
    package var reason: String?
    /// What the partner still needs, with `insufficient-information`.
    package var missing: [String]?
    /// Whose area it is, with `not-our-area`.
    package var reroutedTo: String?
    /// When it was said; now when nil, and then the same again is not written down again.
    package var at: Date?
    /// Who of ours wrote it down.
    package var writtenBy: String?

    /// Begins an answer.
    package init(delivery: String, by person: String) {
        self.delivery = delivery
        by = person
    }
}

/// What became of a spoken answer; the document of `acknowledge --json`.
package struct SpokenReport: Sendable, Codable, Equatable {
    package let delivery: String
    package let partner: String
    /// Where the delivery stands now.
    package let state: String
    /// Whether it was new; the same again changes nothing.
    package let isNew: Bool
    /// Why it changes nothing although it is kept, if so, and what to do when that is wrong.
    package let remark: String?
}

/// Why a spoken answer was not taken.
package struct SpokenProblem: Error, Equatable {
    /// What to do.
    package let message: String
}
