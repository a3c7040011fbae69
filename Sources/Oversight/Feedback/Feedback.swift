package import Foundation

/// What a partner did for a child, in neutral words for the officer who referred it.
///
/// Officers who learn how a case ended cope better with what they have to see (BMC Psychiatry 2023,
/// n = 500), and nobody needs the details for that.
package struct Feedback: Codable, Sendable, Equatable {
    package let partner: String
    package let at: Date
    package let words: String

    /// Describes what a partner did.
    package init(partner: String, at moment: Date, words: String) {
        self.partner = partner
        at = moment
        self.words = words
    }
}
