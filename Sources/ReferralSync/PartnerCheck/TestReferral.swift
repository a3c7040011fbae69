import Foundation
import JSONSchema

/// An invented referral that says in every field a person reads that it is a test.
enum TestReferral {
    private static let notice =
        "TEST OF THE CONNECTION. There is no child. Please ignore and delete."

    /// Makes one from the smallest example of `referral/1.0`.
    static func document(in contracts: URL, id: String, at now: Date) throws -> Data {
        let example = contracts.appending(path: "referral/1.0/examples/minimal.referral.json")
        var referral = try JSONValue(parsing: try Data(contentsOf: example)).objectValue ?? [:]
        referral["id"] = .string(id)
        referral["sourceReference"] = .string("TEST-\(id.prefix(8))")
        referral["createdAt"] = .string(now.formatted(.iso8601))
        referral["urgency"] = "standard"
        var child = referral["child"]?.objectValue ?? [:]
        child["name"] = .object(["given": "TEST", "family": "PLEASE IGNORE"])
        referral["child"] = .object(child)
        var concern = referral["concern"]?.objectValue ?? [:]
        concern["facts"] = .string(notice)
        referral["concern"] = .object(concern)
        return JSONValue.object(referral).serialized()
    }
}
