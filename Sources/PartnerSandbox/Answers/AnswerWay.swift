import ArgumentParser

/// How an agency's answers travel, as people type it: `AGENCY=WAY`.
struct AnswerWay: ExpressibleByArgument, Sendable {
    /// The ways of `partner-api/1.0` and `service-api/1.0`.
    enum Way: String, Sendable, CaseIterable {
        /// They can be read at the status address.
        case poll
        /// They are in the receipt.
        case receipt
        /// They are listed for all documents.
        case feed
        /// They are posted.
        case post
    }

    let agency: String
    let way: Way

    init?(argument: String) {
        let parts = argument.split(separator: "=").map(String.init)
        guard parts.count == 2, let way = Way(rawValue: parts[1]) else { return nil }
        (agency, self.way) = (parts[0], way)
    }
}

/// Something that belongs to one agency, as people type it: `AGENCY=TEXT`.
struct AgencyText: ExpressibleByArgument, Sendable {
    let agency: String
    let text: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        (agency, text) = (parts[0], parts[1])
    }
}
