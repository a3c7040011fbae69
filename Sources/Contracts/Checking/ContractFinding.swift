/// One thing about a contract that its author must look at.
package struct ContractFinding: Sendable, Codable, Equatable {
    /// What a finding is about; the same words in the output and in the guide for integrators.
    package enum Rule: String, Sendable, Codable, CaseIterable {
        /// A file is missing or cannot be read as what it is.
        case file
        /// The schema lets through fields, elements or sizes that it does not name.
        case closed
        /// A field could carry a file, an image, credentials or text without a bound.
        case content
        /// A field that may hold personal data is not marked so.
        case personal
        /// A program depends on more than its document, or does not end.
        case program
        /// A document cannot be expressed, or becomes something that the schema refuses.
        case projection
        /// An example is not what the contract makes of it.
        case example
        /// A document that must be refused is not, or for another reason.
        case refused
        /// A crosswalk does not say all it does.
        case crosswalk
        /// Something travels that the contract says is never sent.
        case neverSent = "never-sent"
        /// The version's number does not say how much has changed.
        case version
    }

    package let rule: Rule
    /// The file, from the folder of all contracts.
    package let file: String
    /// The line to look at, from 1.
    package let line: Int
    /// What is wrong and what to do, in a sentence or two.
    package let message: String
}
