import Outbox

extension SubmissionLine {
    static func refused(
        _ problems: [Problem],
        sourceReference: String?,
        line: Int
    ) -> SubmissionLine {
        var result = SubmissionLine(line: line, result: .refused)
        result.sourceReference = sourceReference
        result.problems = problems
        return result
    }

    static func queued(
        _ stored: StoredReferral,
        leftOut: [(partner: String, reason: String)],
        advice: [String],
        line: Int
    ) -> SubmissionLine {
        var result = SubmissionLine(line: line, result: .queued)
        result.describe(stored)
        result.leftOut = leftOut.map { LeftOut(partner: $0.partner, reason: $0.reason) }
        result.advice = advice
        return result
    }

    static func duplicate(
        _ stored: StoredReferral,
        sameContent: Bool,
        newest: Int,
        line: Int
    ) -> SubmissionLine {
        var result = SubmissionLine(line: line, result: .duplicate)
        result.describe(stored)
        if newest > stored.version {
            result.advice = [
                "Version \(stored.version) of \(stored.sourceReference) is an old one, and changes "
                    + "nothing: version \(newest) was submitted since."
            ]
        }
        if !sameContent {
            result.problems = [
                Problem(
                    pointer: "/version",
                    message: "Version \(stored.version) was submitted before with other content, "
                        + "and that stays. Expected a higher version for a correction."
                )
            ]
        }
        return result
    }

    static func unchanged(
        _ version: Int,
        sourceReference: String,
        line: Int
    ) -> SubmissionLine {
        var result = SubmissionLine(line: line, result: .duplicate)
        result.sourceReference = sourceReference
        result.version = version
        result.advice = ["Nothing was corrected: version \(version) says the same already."]
        return result
    }

    /// Said of what was recalled and is sent after all.
    static func inForceAgain(_ sourceReference: String, version: Int) -> String {
        "\(sourceReference) had been withdrawn; with version \(version) it is in force again. If that is "
            + "wrong: referral-sync withdraw \(sourceReference) --reason REASON"
    }

    private mutating func describe(_ stored: StoredReferral) {
        sourceReference = stored.sourceReference
        id = stored.id
        version = stored.version
        unrouted = stored.isUnrouted
        deliveries = stored.deliveries.map {
            DeliveryFacts(
                id: $0.id,
                partner: $0.partner,
                contract: $0.contract,
                state: $0.state,
                reason: $0.parkReason?.rawValue
            )
        }
    }
}

extension SubmissionLine.Problem {
    static func stale(newest: Int) -> SubmissionLine.Problem {
        SubmissionLine.Problem(
            pointer: "/version",
            message: "Version \(newest) was submitted already. Expected a version above it."
        )
    }

    static let withdrawalSubmitted = SubmissionLine.Problem(
        pointer: "/withdrawal",
        message: "Expected a referral; remove this field. One that was submitted is taken back by: "
            + "referral-sync withdraw, with its reference"
    )

    static let purgeSubmitted = SubmissionLine.Problem(
        pointer: "/purge",
        message: "Expected a referral; remove this field. A child's data is erased by: "
            + "referral-sync erase, with its reference"
    )

    static let nothingToCorrect = SubmissionLine.Problem(
        pointer: "/sourceReference",
        message:
            "No referral has this source reference, so there is nothing to correct. Check it, or "
            + "submit the referral: referral-sync submit FILE"
    )

    static let erased = SubmissionLine.Problem(
        pointer: "/sourceReference",
        message:
            "The data of this referral was erased; why and when is known to: referral-sync retention "
            + "certificate. A new referral of the child needs a new reference."
    )

    static let identityTaken = SubmissionLine.Problem(
        pointer: "/id",
        message: "Another referral has this id. Leave it out, and one is made for you."
    )
}
