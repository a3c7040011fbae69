import JSONSchema
import Outbox

extension SearchTerm {
    /// By what the child of a canonical referral may be found, as far as it is known.
    static func all(in referral: [String: JSONValue]) -> [SearchTerm] {
        let child = referral["child"]
        var terms: [SearchTerm] = []
        if let number = child?["nhsNumber"]?["value"]?.stringValue {
            terms.append(.nhsNumber(number))
        }
        if let given = child?["name"]?["given"]?.stringValue,
            let family = child?["name"]?["family"]?.stringValue,
            let birth = child?["birth"]?["date"]?.stringValue
        {
            terms.append(.nameAndBirth(given: given, family: family, birth: birth))
        }
        return terms
    }
}
