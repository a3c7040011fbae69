/// What `contract.json` says about a contract.
package struct ContractDescription: Sendable, Codable, Equatable {
    /// Whether a contract may be used.
    package enum Status: String, Sendable, Codable {
        case draft
        case agreed
        /// No longer sent; answers to what was sent are still read.
        case retired
    }

    package let name: String
    package let version: String
    package let title: String
    /// The kind of agency that receives it.
    package let recipient: String?
    package let status: Status
    package let mediaType: String
    package let agreedWith: String?
    package let agreedOn: String?
    package let summary: String?
    /// Further header fields that the partner asks for.
    package let headers: [String: String]?
    /// Places of the canonical referral, with `*` for list elements, that have no influence at all
    /// on what is sent (Data Protection Act 2018, section 37: not excessive).
    package let neverSent: [String]?
    /// Whether there is a message that tells the partner to delete what it has.
    package let purge: Bool?
}
