import Contracts
import Delivery
import Foundation
import Intake

/// The request that would carry a referral to a partner, as `contracts preview` shows it.
struct PreviewedRequest: Encodable {
    /// One header field.
    struct Field: Encodable {
        let name: String
        let value: String
    }

    let sourceReference: String
    let partner: String
    let contract: String
    /// `would-receive`, `not-covered`, `others-named`, or why the partner is left out.
    let routing: String
    let method = "POST"
    let address: String
    let headers: [Field]
    let contentDigest: String
    /// Exactly the bytes, as text: every document is UTF-8.
    let body: String
    /// What of the referral does not travel, as JSON pointers.
    let notSent: [String]
    /// What is made anew for each delivery or attempt, so that it will be another one.
    let madeWhenSent: [String]

    init(_ preview: ReferralPreview, to partner: PartnerSettings, by contract: Contract) {
        sourceReference = preview.sourceReference
        self.partner = partner.id
        self.contract = contract.id.description
        routing =
            switch preview.routing {
            case .wouldReceive: "would-receive"
            case .notCovered: "not-covered"
            case .othersNamed: "others-named"
            case .leftOut(let reason): reason
            }
        address = partner.address.absoluteString
        contentDigest = ContentDigest.field(of: preview.document)
        headers = DeliveryHeaders.fields(
            of: DocumentKind(contract),
            digest: contentDigest,
            idempotencyKey: Identifiers.make(),
            referral: preview.id,
            makeID: Identifiers.make
        ).map { Field(name: $0.name, value: $0.value) }
        body = String(decoding: preview.document, as: UTF8.self)
        notSent = preview.notSent
        madeWhenSent =
            ["Idempotency-Key", "X-Request-Id", "traceparent"]
            + (partner.oauth == nil ? [] : ["Authorization"])
            + (partner.signing.isEmpty ? [] : ["Signature-Input", "Signature"])
            + (preview.isIdentityProvisional ? ["X-Correlation-Id", "the referral's ID"] : [])
    }

    /// The request for people, as it would be on the wire.
    var text: String {
        ([
            "\(method) \(address)"
        ] + headers.map { "\($0.name): \($0.value)" }
            + ["", body, "", "Not sent, \(notSent.count) of the referral's values:"]
            + notSent.map { "  \($0)" }).joined(separator: "\n")
    }

    /// What a reader must know beside the request.
    var note: String? {
        let made = "Made anew when it is sent: \(madeWhenSent.joined(separator: ", "))."
        return switch routing {
        case "would-receive": made
        case "not-covered":
            "\(partner) would not receive \(sourceReference) by itself: it covers neither where "
                + "the child lives nor where the child was found. \(made)"
        case "others-named":
            "\(partner) would not receive \(sourceReference): the referral names other recipients. "
                + made
        default: "\(partner) would not receive \(sourceReference): \(routing). \(made)"
        }
    }
}
