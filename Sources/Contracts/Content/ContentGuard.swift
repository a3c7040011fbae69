package import JSONSchema

/// Refuses images and files hidden in text, on the way in and on the way out.
///
/// Viewing or copying an indecent image of a child can be "making" it (Protection of Children Act
/// 1978), so no picture passes through here, whatever it is wrapped in.
package enum ContentGuard {
    /// A place that holds what may not pass.
    package struct Finding: Sendable, Equatable {
        /// Where in the document.
        package let pointer: JSONPointer
        /// Whether it is a file of a known kind, beyond doubt.
        package let isFile: Bool
        /// What it looks like, and what to do; quotes nothing of it.
        package let message: String
    }

    /// The places of a document that hold what looks like a file, or what no person types.
    package static func findings(in value: JSONValue) -> [Finding] {
        var findings: [Finding] = []
        search(value, at: [], into: &findings)
        return findings
    }

    /// What a text looks like, or nil when it is ordinary.
    package static func objection(to text: String) -> Objection? {
        ContentScanner.objection(to: text)
    }

    /// Why a text may not pass.
    package enum Objection: Sendable, Equatable {
        /// A file of a known kind.
        case file(String)
        /// Encoded bytes of no known kind.
        case encodedData
        /// More characters without a space than any language has.
        case longRun
        /// Characters that nobody can type or read.
        case controlCharacters

        var isFile: Bool { if case .file = self { true } else { false } }

        var message: String {
            switch self {
            case .file(let kind):
                "This looks like \(kind). Expected plain words; remove it: images and files never "
                    + "leave the case system."
            case .encodedData:
                "This looks like an encoded file. Expected plain words; remove it: images and "
                    + "files never leave the case system."
            case .longRun:
                "There are \(ContentScanner.runMax) characters or more without a space. Expected "
                    + "plain words; remove what is no text, or shorten the address."
            case .controlCharacters:
                "There are control characters. Expected plain words; type the text again."
            }
        }
    }

    private static func search(
        _ value: JSONValue,
        at path: [String],
        into findings: inout [Finding]
    ) {
        switch value {
        case .string(let text):
            guard let objection = objection(to: text) else { return }
            findings.append(
                Finding(
                    pointer: JSONPointer(tokens: path),
                    isFile: objection.isFile,
                    message: objection.message
                )
            )
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                search(element, at: path + [String(index)], into: &findings)
            }
        case .object(let members):
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                search(member, at: path + [key], into: &findings)
            }
        case .null, .bool, .number: return
        }
    }
}
