import JSONSchema

/// Makes referrals wrong, each in another way.
enum SpoiltReferral {
    /// The line of a referral with the mistake of a number.
    static func line(of referral: JSONValue, mistake: Int) -> String {
        guard case .object(var members) = referral else { return "" }
        switch mistake % 6 {
        case 0: return "{\"sourceReference\": \"OCIT-BROKEN"
        case 1: members["urgency"] = "soon"
        case 2: members["colour"] = "blue"
        case 3: members["child"] = ["name": 5]
        case 4: members["createdAt"] = "yesterday"
        default: members["agreement"] = ["basis": "given", "reason": ""]
        }
        return String(decoding: JSONValue.object(members).serialized(), as: UTF8.self)
    }
}
