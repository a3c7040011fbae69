extension String {
    /// Whether both are the same sequence of code points, where `==` asks for canonical equivalence.
    func hasSameCodePoints(as other: String) -> Bool {
        guard self == other else { return false }
        let count = utf8.count
        return count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Whether this comes first in the order of code points, which is the order of UTF-8 bytes.
    func precedesByCodePoints(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension [String: JSONValue] {
    /// The value of a key with exactly these code points.
    func member(_ key: String) -> JSONValue? {
        guard let index = index(forKey: key), self[index].key.hasSameCodePoints(as: key) else {
            return nil
        }
        return self[index].value
    }

    /// The members in the order of their keys' code points.
    var inKeyOrder: [(key: String, value: JSONValue)] {
        sorted { $0.key.precedesByCodePoints($1.key) }
    }
}
