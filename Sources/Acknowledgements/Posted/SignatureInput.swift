/// One member of a `Signature-Input` field: what is signed, and how (RFC 9421, section 4.1).
///
/// The field is a dictionary of structured fields (RFC 8941), of which this reads what signatures use:
/// inner lists of strings, with parameters that are strings, whole numbers or tokens.
struct SignatureInput: Equatable {
    let label: String
    let components: [String]
    let parameters: [String: String]
    /// The member's value as it was written, which is signed too.
    let text: String

    /// Reads all members; nil when the field is not well formed.
    static func members(of field: String) -> [SignatureInput]? {
        var scanner = Scanner(rest: field[...])
        var members: [SignatureInput] = []
        repeat {
            scanner.skipSpaces()
            guard let label = scanner.word(), scanner.take("=") else { return nil }
            let start = scanner.rest.startIndex
            guard let components = scanner.innerList(), let parameters = scanner.parameters() else {
                return nil
            }
            members.append(
                SignatureInput(
                    label: label,
                    components: components,
                    parameters: parameters,
                    text: String(field[start..<scanner.rest.startIndex])
                )
            )
            scanner.skipSpaces()
        } while scanner.take(",")
        return scanner.rest.isEmpty ? members : nil
    }

    private struct Scanner {
        var rest: Substring

        mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\t" } }

        mutating func take(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func word() -> String? {
            let word = rest.prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "_-.*@:/+".contains($0))
            }
            rest = rest[word.endIndex...]
            return word.isEmpty ? nil : String(word)
        }

        mutating func string() -> String? {
            guard take("\"") else { return nil }
            var text = ""
            while let character = rest.popFirst() {
                switch character {
                case "\"": return text
                case "\\":
                    guard let escaped = rest.popFirst() else { return nil }
                    text.append(escaped)
                default: text.append(character)
                }
            }
            return nil
        }

        /// Components with parameters of their own (`;sf`, `;req` …) are not used here.
        mutating func innerList() -> [String]? {
            guard take("(") else { return nil }
            var items: [String] = []
            while true {
                skipSpaces()
                if take(")") { return items }
                guard let item = string() else { return nil }
                items.append(item)
            }
        }

        mutating func parameters() -> [String: String]? {
            var parameters: [String: String] = [:]
            while take(";") {
                skipSpaces()
                guard let name = word(), take("=") else { return nil }
                guard let value = rest.first == "\"" ? string() : word() else { return nil }
                parameters[name] = value
            }
            return parameters
        }
    }
}
