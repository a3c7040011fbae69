package import Contracts
import Foundation
import JSONSchema
package import Referrals

/// Shows what a partner would receive, by the same steps as submitting, without a store.
package struct Previewer: Sendable {
    /// Stands for the identity that a referral without one gets on submission.
    private static let provisionalID = "00000000-0000-4000-8000-000000000000"

    /// What previewing gave.
    package enum Outcome: Sendable {
        case preview(ReferralPreview)
        /// The referral would be refused.
        case refused(SubmissionLine)
    }

    private let checker: ReferralChecker
    private let contract: Contract
    private let partner: Partner

    /// Prepares previews for a partner by its contract.
    package init(library: ContractLibrary, contract: Contract, partner: Partner) {
        checker = ReferralChecker(library: library, acceptsWithdrawals: true)
        self.contract = contract
        self.partner = partner
    }

    /// Checks a referral and makes the partner's document from it.
    package func preview(_ document: InputDocument) throws(ContractError) -> Outcome {
        switch checker.check(document.bytes) {
        case .refused(let problems, let reference):
            return .refused(
                .refused(problems, sourceReference: reference, line: document.line)
            )
        case .usable(let checked):
            let id = checked.referral.id ?? Self.provisionalID
            let canonical = checked.canonical(as: id)
            let parsed = (try? JSONValue(parsing: canonical)) ?? .null
            return .preview(
                ReferralPreview(
                    sourceReference: checked.referral.sourceReference.text,
                    id: id,
                    isIdentityProvisional: checked.referral.id == nil,
                    routing: routing(of: checked.referral),
                    document: try contract.project(canonical),
                    notSent: contract.withheld(from: parsed).map(\.description)
                )
            )
        }
    }

    private func routing(of referral: Referral) -> ReferralPreview.Routing {
        let plan = Routing.route(referral, among: [partner])
        if plan.recipients.contains(partner.id) { return .wouldReceive }
        let reason = plan.leftOut.first { $0.partner == partner.id }?.reason
        if let reason { return .leftOut(reason.rawValue) }
        return referral.recipients?.isEmpty ?? true ? .notCovered : .othersNamed
    }
}
