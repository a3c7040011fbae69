package import Foundation
package import Outbox
package import Referrals

extension Overseer {
    /// The references of the children whom a term means.
    package func find(
        _ term: SearchTerm,
        because reason: String,
        atMostInAnHour limit: Int
    ) async throws -> [String] {
        try await outbox.find(term, because: reason, atMostInAnHour: limit, at: time.now())
    }

    /// A child's details for somebody who gives a reason.
    package func reveal(
        _ reference: String,
        because reason: String,
        withNarrative isWanted: Bool,
        atMostInAnHour limit: Int
    ) async throws -> (canonical: Data, revealsInAnHour: Int) {
        try await outbox.reveal(
            reference,
            because: reason,
            withNarrative: isWanted,
            atMostInAnHour: limit,
            at: time.now()
        )
    }

    /// The certificates of a referral's children that were erased.
    package func erasures(of reference: String) async throws -> [ErasureCertificate] {
        try await outbox.erasures(of: reference)
    }

    /// The children whose data is to be reviewed by a moment.
    package func reviews(dueBy moment: Date, upTo limit: Int) async throws -> [ReviewLine] {
        try await outbox.reviews(dueBy: moment, upTo: limit)
    }

    /// The children whose data is to be reviewed now.
    package func dueReviews(upTo limit: Int) async throws -> [ReviewLine] {
        try await outbox.reviews(dueBy: time.now(), upTo: limit)
    }

    /// Records a review.
    package func review(
        _ reference: String,
        as retention: RetentionClass,
        next: Date,
        because reason: String
    ) async throws {
        try await outbox.review(
            reference,
            as: retention,
            next: next,
            because: reason,
            at: time.now()
        )
    }

    /// Keeps a child's data from being erased.
    package func holdByLaw(_ reference: String, because reason: String) async throws {
        try await outbox.holdByLaw(reference, because: reason, at: time.now())
    }

    /// Ends all holds on a child's data; returns how many there were.
    package func releaseByLaw(_ reference: String, because reason: String) async throws -> Int {
        try await outbox.releaseByLaw(reference, because: reason, at: time.now())
    }

    /// Makes a token, whose secret is given this once.
    package func makeToken(
        named name: String,
        roles: [Role],
        until end: Date
    ) async throws -> (token: APIToken, secret: String) {
        try await outbox.makeToken(named: name, roles: roles, until: end, at: time.now())
    }

    /// All tokens.
    package func tokens() async throws -> [APIToken] { try await outbox.tokens() }

    /// Ends a token at once.
    package func revokeToken(_ id: String) async throws -> Bool {
        try await outbox.revokeToken(id, at: time.now())
    }
}
