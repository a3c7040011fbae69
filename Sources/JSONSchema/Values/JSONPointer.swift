/// A place in a JSON document, as in RFC 6901.
package struct JSONPointer: Sendable, Hashable {
    /// The whole document.
    package static let root = JSONPointer(tokens: [])

    /// The keys and indexes on the way, unescaped.
    package let tokens: [String]

    /// A place described by its unescaped keys and indexes.
    package init(tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the written form (`/child/name`), or nil when it is not one.
    package init?(_ text: String) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
            .dropFirst()
        {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// A place one step deeper.
    package func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [token])
    }

    /// The place of an array's element.
    package func appending(_ index: Int) -> JSONPointer {
        appending(String(index))
    }

    /// Whether this place is the other or lies inside it.
    package func isWithin(_ other: JSONPointer) -> Bool {
        tokens.starts(with: other.tokens)
    }

    /// The index that a token means for an array: digits without leading zeros.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return Int(token)
    }

    private static func unescaped(_ part: Substring.UnicodeScalarView.SubSequence) -> String? {
        var token = String.UnicodeScalarView()
        var scalars = part.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "~" else {
                token.append(scalar)
                continue
            }
            switch scalars.next() {
            case "0": token.append("~")
            case "1": token.append("/")
            default: return nil
            }
        }
        return String(token)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The written form; empty for the whole document.
    package var description: String {
        tokens.map { "/" + Self.escaped($0) }.joined()
    }

    private static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return token }
        return token.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension JSONPointer: Comparable {
    /// Orders by token: indexes by number, everything else by code points; a parent comes first.
    package static func < (left: JSONPointer, right: JSONPointer) -> Bool {
        for (one, other) in zip(left.tokens, right.tokens) where one != other {
            if let first = index(one), let second = index(other) { return first < second }
            return one.precedesByCodePoints(other)
        }
        return left.tokens.count < right.tokens.count
    }
}
