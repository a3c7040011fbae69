import Crypto
import Foundation
import Outbox

/// Makes one attempt: finds out about an uncertain document, then sends it if it must be sent.
struct AttemptRunner: Sendable {
    let partner: DeliveryPartner
    let kinds: [String: DocumentKind]
    let transport: any Transport
    let time: TimeSource
    let makeID: @Sendable () -> String
    /// The newest checkpoint of the audit log, as a field of the request.
    var checkpoint: @Sendable () -> String? = { nil }

    /// Runs the attempt; never throws, because not reaching the partner is an outcome too.
    func run(_ claim: Claim) async -> AttemptResult {
        let digest = ContentDigest.field(of: claim.body)
        if claim.mayBeHeld, let found = await reconcile(claim, digest: digest) { return found }
        guard let kind = kinds[claim.contract] else {
            return AttemptResult(
                AttemptRecord(
                    outcome: .misconfigured,
                    phase: TransportReport.Phase.preparing.rawValue,
                    explanation: AttemptExplanation(
                        "Nothing was sent: contract \(claim.contract) is not installed."
                    )
                )
            )
        }
        let report = await transport.send(request(claim, kind: kind, digest: digest))
        if Task.isCancelled, !report.phase.mayHaveReachedPartner {
            return AttemptResult(
                report.record(
                    .givenBack,
                    AttemptExplanation("The service was stopped before sending.")
                )
            )
        }
        var result = AttemptResult(of: report, digest: digest, at: time.now())
        if let receipt = result.receipt {
            result = AttemptResult(
                result.record,
                receipt: receipt.located(
                    by: report.headers["location"],
                    from: URL(string: partner.address)
                )
            )
        }
        result.brokenConnection = report.brokenConnection
        return result
    }

    private func request(
        _ claim: Claim,
        kind: DocumentKind,
        digest: String
    ) -> TransportRequest {
        TransportRequest(
            partner: partner.id,
            method: .post,
            address: partner.address,
            headers: DeliveryHeaders.fields(
                of: kind,
                digest: digest,
                idempotencyKey: claim.idempotencyKey,
                referral: claim.referral,
                checkpoint: checkpoint(),
                makeID: makeID
            ),
            body: claim.body,
            timeLimit: partner.timeLimit
        )
    }

    /// Asks the partner whether it has the document; nil when it is to be sent.
    ///
    /// It is sent when the partner does not have it, or knows the key and would not take it twice,
    /// or a person ordered it.
    private func reconcile(_ claim: Claim, digest: String) async -> AttemptResult? {
        let mayRepeat = claim.isOrdered || partner.mayRepeat(claim, at: time.now())
        guard let template = partner.statusAddress else {
            return mayRepeat
                ? nil
                : AttemptResult(
                    AttemptRecord(
                        outcome: .uncertain,
                        phase: TransportReport.Phase.preparing.rawValue,
                        explanation: AttemptExplanation(
                            "Nothing was sent again: the partner may have the document, and would "
                                + "take it for another one."
                        )
                    )
                )
        }
        let address = template.replacing("{key}", with: claim.idempotencyKey)
        let report = await transport.send(
            TransportRequest(
                partner: partner.id,
                method: .get,
                address: address,
                headers: [("Accept", "application/json")]
                    + DeliveryHeaders.tracing(
                        idempotencyKey: claim.idempotencyKey,
                        referral: claim.referral,
                        makeID: makeID
                    ),
                timeLimit: partner.timeLimit
            )
        )
        switch (report.phase, report.status) {
        case (.answered, 200):
            guard
                let receipt = Receipt(report.body, digest: digest, digestRequired: false)
            else { break }
            return AttemptResult(
                report.record(
                    .delivered,
                    AttemptExplanation("Asked, the partner confirmed that it has the document.")
                ),
                receipt: receipt.at(address)
            )
        case (.answered, 404):
            return nil
        default:
            break
        }
        if mayRepeat, report.phase == .answered { return nil }
        let summary =
            report.certificateWasRefused
            ? OutcomeTable.row(for: report).summary
            : "The partner could not be asked whether it has the document."
        var result = AttemptResult(
            report.record(.uncertain, report.explanation(summary)),
            retryAfter: RetryAfter.wait(report.headers["retry-after"], at: time.now())
        )
        result.brokenConnection = report.brokenConnection
        return result
    }
}
