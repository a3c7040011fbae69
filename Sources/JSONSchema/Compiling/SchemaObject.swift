/// The keywords of one schema, read with their values checked.
struct SchemaObject {
    let members: [String: JSONValue]
    let location: SchemaLocation
    let resource: Int
    let vocabularies: Set<Vocabulary>
    private let active: Set<String>

    init(
        _ members: [String: JSONValue],
        at location: SchemaLocation,
        in resource: Int,
        vocabularies: Set<Vocabulary>
    ) {
        self.members = members
        self.location = location
        self.resource = resource
        self.vocabularies = vocabularies
        active = Set(vocabularies.flatMap(\.keywords))
    }

    /// The value of a keyword, unless its vocabulary is switched off.
    subscript(keyword: String) -> JSONValue? {
        active.contains(keyword) ? members.member(keyword) : nil
    }

    func knows(_ keyword: String) -> Bool { active.contains(keyword) }

    var knownKeywords: Set<String> { active }

    func wrong(_ keyword: String, _ expected: String) -> SchemaError {
        .wrongValue(keyword, at: location.pointer.appending(keyword), expected: expected)
    }

    func number(_ keyword: String) throws(SchemaError) -> JSONNumber? {
        guard let value = self[keyword] else { return nil }
        guard let number = value.numberValue else { throw wrong(keyword, "a number") }
        return number
    }

    func size(_ keyword: String) throws(SchemaError) -> Int? {
        guard let number = try number(keyword) else { return nil }
        guard number.isInteger, number >= JSONNumber(0) else {
            throw wrong(keyword, "a whole number that is not negative")
        }
        return number.intValue ?? .max
    }

    func text(_ keyword: String) throws(SchemaError) -> String? {
        guard let value = self[keyword] else { return nil }
        guard let text = value.stringValue else { throw wrong(keyword, "a text") }
        return text
    }

    func flag(_ keyword: String) throws(SchemaError) -> Bool {
        guard let value = self[keyword] else { return false }
        guard let flag = value.boolValue else { throw wrong(keyword, "true or false") }
        return flag
    }

    func list(_ keyword: String) throws(SchemaError) -> [JSONValue]? {
        guard let value = self[keyword] else { return nil }
        guard let list = value.arrayValue else { throw wrong(keyword, "a list") }
        return list
    }

    func map(_ keyword: String) throws(SchemaError) -> [String: JSONValue]? {
        guard let value = self[keyword] else { return nil }
        guard let map = value.objectValue else { throw wrong(keyword, "an object") }
        return map
    }

    func names(_ keyword: String) throws(SchemaError) -> [String]? {
        guard let value = self[keyword] else { return nil }
        return try names(value, of: keyword)
    }

    func names(_ value: JSONValue, of keyword: String) throws(SchemaError) -> [String] {
        let names = (value.arrayValue ?? [nil]).compactMap(\.stringValue)
        guard value.arrayValue?.count == names.count, Set(names).count == names.count else {
            throw wrong(keyword, "a list of different texts")
        }
        return names
    }
}
