import Foundation
import JSONSchema
import Referrals

/// A referral that passed every check and only lacks its identity.
struct CheckedReferral: Sendable {
    /// The submitted document with the defaults filled in.
    private let document: [String: JSONValue]
    let referral: Referral

    init(document: [String: JSONValue], referral: Referral) {
        self.document = document
        self.referral = referral
    }

    /// The canonical bytes under an identity; the same document and identity give the same bytes.
    func canonical(as id: String) -> Data {
        JSONValue.object(document.merging(["id": .string(id)]) { _, stamped in stamped })
            .serialized()
    }
}
