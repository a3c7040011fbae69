import Foundation
import JSONSchema

/// The canonical form of a withdrawal: the referral, with why and when it was recalled.
enum Withdrawal {
    static func canonical(_ referral: Data, because reason: String, at now: Date) -> Data {
        guard case .object(var document)? = try? JSONValue(parsing: referral) else {
            return referral
        }
        document["withdrawal"] = .object([
            "at": .string(now.formatted(.iso8601)), "reason": .string(reason),
        ])
        return JSONValue.object(document).serialized()
    }
}
