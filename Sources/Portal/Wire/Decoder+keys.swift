extension Decoder {
    /// Refuses an order with a key that is not known: a misspelt one would be passed over.
    func refuseKeys(except known: [String]) throws {
        let given = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard let unknown = given.first(where: { !known.contains($0) }) else { return }
        throw DeskError.badRequest(
            "There is no key \(unknown). Known keys: " + known.joined(separator: ", ") + "."
        )
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
