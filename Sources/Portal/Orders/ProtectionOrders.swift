package import Foundation
package import Intake
package import Outbox
package import Referrals

import Oversight

/// `status --reveal`.
package struct RevealOrder: DeskOrder {
    package static let path = "details"
    package static let role = Role.viewer
    /// How often one caller may open children's details, or look for children, within an hour.
    package static let hourlyMax = 30

    package let referral: String
    package var reference: String? { referral }
    /// Whether what people wrote of it is shown too.
    package let narrative: Bool
    package let reason: String

    /// Asks for a child's details, for a reason.
    package init(referral: String, narrative: Bool, reason: String) {
        self.referral = referral
        self.narrative = narrative
        self.reason = reason
    }

    /// A child's details.
    package struct Report: Sendable, Codable {
        package let marking: String
        /// The canonical referral, as JSON.
        package let referral: Data
    }

    package func carryOut(at desk: LocalDesk) async throws -> Report {
        try await desk.reveal(self)
    }
}

/// `find`.
package struct FindOrder: DeskOrder {
    package static let path = "search"
    package static let role = Role.viewer

    package let nhsNumber: String?
    package let given: String?
    package let family: String?
    package let birth: String?
    package let reason: String

    /// Asks by an NHS number, or by a name with the day of birth.
    package init(
        nhsNumber: String?,
        given: String?,
        family: String?,
        birth: String?,
        reason: String
    ) {
        self.nhsNumber = nhsNumber
        self.given = given
        self.family = family
        self.birth = birth
        self.reason = reason
    }

    /// The references of what was found.
    package struct Report: Sendable, Codable {
        package let referrals: [String]
    }

    package func carryOut(at desk: LocalDesk) async throws -> Report {
        let term: SearchTerm
        if let nhsNumber {
            guard NHSNumber(nhsNumber.filter { !$0.isWhitespace }) != nil else {
                throw DeskError.badRequest(
                    "Expected an NHS number: ten digits, the last a check digit."
                )
            }
            term = .nhsNumber(nhsNumber)
        } else if let given, let family, let birth {
            guard CalendarDay(birth) != nil else {
                throw DeskError.badRequest("Expected the day of birth as YYYY-MM-DD.")
            }
            term = .nameAndBirth(given: given, family: family, birth: birth)
        } else {
            throw DeskError.badRequest("Expected an NHS number, or a name with the day of birth.")
        }
        let reason = try reason.required()
        return Report(referrals: try await desk.find(term, because: reason))
    }
}

/// `erase`.
package struct EraseOrder: DeskOrder {
    package static let path = "erasures"
    package static let role = Role.administrator

    package let referral: String
    package var reference: String? { referral }
    package let reason: String

    /// Asks to erase the child of a referral.
    package init(referral: String, reason: String) {
        self.referral = referral
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> [ErasureCertificate] {
        try await desk.erase(self)
    }
}

/// `erase` without `--yes`: what it would do.
package struct ErasurePlanOrder: DeskOrder {
    package static let path = "erasures/plans"
    package static let role = Role.administrator

    package let referral: String
    package var reference: String? { referral }

    /// Asks what the erasure of a referral's child would do.
    package init(referral: String) { self.referral = referral }

    package func carryOut(at desk: LocalDesk) async throws -> [ErasurePlan] {
        try await desk.eraser.plan(referral)
    }
}

/// `retention erase-due`.
package struct EraseDueOrder: DeskOrder {
    package static let path = "erasures/due"
    package static let role = Role.administrator

    package let reason: String
    /// How many children at most.
    package let limit: Int

    /// Asks to erase what is due for review, held by nobody and at its end.
    package init(reason: String, limit: Int) {
        self.reason = reason
        self.limit = limit
    }

    /// What was erased, and what was left.
    package struct Report: Sendable, Codable {
        package internal(set) var erased: [ErasureCertificate] = []
        /// Children whose data is held by law, or has a delivery that is not at its end.
        package internal(set) var left = 0
    }

    package func carryOut(at desk: LocalDesk) async throws -> Report {
        try await desk.eraseDue(self)
    }
}

/// `retention certificate`.
package struct CertificatesOrder: DeskOrder {
    package static let path = "certificates"
    package static let role = Role.auditor

    package let referral: String
    package var reference: String? { referral }

    /// Asks for the certificates of erasures.
    package init(referral: String) { self.referral = referral }

    package func carryOut(at desk: LocalDesk) async throws -> [ErasureCertificate] {
        try await desk.overseer.erasures(of: referral)
    }
}

/// `retention due`.
package struct ReviewsOrder: DeskOrder {
    package static let path = "reviews"
    package static let role = Role.viewer

    package let dueBy: Date
    package let limit: Int

    /// Asks what is to be reviewed by a moment.
    package init(dueBy: Date, limit: Int) {
        self.dueBy = dueBy
        self.limit = limit
    }

    package func carryOut(at desk: LocalDesk) async throws -> [ReviewLine] {
        try await desk.overseer.reviews(dueBy: dueBy, upTo: limit)
    }
}

/// `retention review`.
package struct ReviewOrder: DeskOrder {
    package static let path = "reviews/records"
    package static let role = Role.administrator

    package let referral: String
    package var reference: String? { referral }
    package let retention: RetentionClass
    package let next: Date
    package let reason: String

    /// Records why a child's data is kept, and when it is looked at again.
    package init(referral: String, retention: RetentionClass, next: Date, reason: String) {
        self.referral = referral
        self.retention = retention
        self.next = next
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> Done {
        let reason = try reason.required()
        try await desk.overseer.review(referral, as: retention, next: next, because: reason)
        return Done(count: 1)
    }
}

/// `hold` and `release`.
package struct LegalHoldOrder: DeskOrder {
    package static let path = "legal-holds"
    package static let role = Role.administrator

    package let referral: String
    package var reference: String? { referral }
    /// Whether the hold begins; otherwise it ends.
    package let begins: Bool
    package let reason: String

    /// Holds a child's data, or releases it.
    package init(referral: String, begins: Bool, reason: String) {
        self.referral = referral
        self.begins = begins
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> Done {
        let reason = try reason.required()
        if begins {
            try await desk.overseer.holdByLaw(referral, because: reason)
            return Done(count: 1)
        }
        return Done(count: try await desk.overseer.releaseByLaw(referral, because: reason))
    }
}

/// How much an order changed.
package struct Done: Sendable, Codable {
    package let count: Int
}
