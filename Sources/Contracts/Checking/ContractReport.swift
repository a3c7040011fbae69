/// What checking one contract gave.
package struct ContractReport: Sendable, Codable, Equatable {
    /// One difference from the version before, as the receiver sees it.
    package struct Change: Sendable, Codable, Equatable {
        /// Whether a receiver that knows only the version before would refuse documents.
        package let isBreaking: Bool
        package let message: String
    }

    /// The limits that the schema states.
    package struct Limits: Sendable, Codable, Equatable {
        /// How many places a document may have.
        package var fields = 0
        /// How many of them are personal data.
        package var personalFields = 0
        /// The longest text, in characters.
        package var textLengthMax = 0
        /// The longest list.
        package var listLengthMax = 0
    }

    package let contract: String
    package var examples = 0
    package var refused = 0
    package var answers = 0
    package var crosswalks = 0
    package var limits = Limits()
    package var findings: [ContractFinding] = []
    /// The version that the changes are counted from, if there is one.
    package var previous: String?
    package var changes: [Change] = []

    /// Whether nothing was found.
    package var isSound: Bool { findings.isEmpty }
}
