import Foundation
import JSONSchema
import Referrals

/// A referral that passed every check and only lacks its identity.
struct CheckedReferral: Sendable {
    /// The submitted document with the defaults filled in.
    let document: [String: JSONValue]
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

    /// Whether it says the same as a canonical referral, whatever version and time either has.
    func saysTheSame(as canonical: Data) -> Bool {
        guard case .object(var other)? = try? JSONValue(parsing: canonical) else { return false }
        var mine = document
        for name in ["id", "version", "createdAt"] {
            other[name] = nil
            mine[name] = nil
        }
        return mine == other
    }

    /// The same document with another version, for the checks to begin anew.
    func bytes(asVersion version: Int) -> Data {
        JSONValue.object(
            document.merging(["version": .number(JSONNumber(version))]) { _, new in new }
        ).serialized()
    }
}
