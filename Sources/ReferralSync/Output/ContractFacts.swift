import Contracts

/// One contract as `contracts list` shows it.
struct ContractFacts: Listed {
    static let columns = ["contract", "title", "recipient", "status", "media type"]

    let id: String
    let title: String
    let recipient: String?
    let status: String
    let mediaType: String

    init(_ about: ContractDescription) {
        id = "\(about.name)/\(about.version)"
        title = about.title
        recipient = about.recipient
        status = about.status.rawValue
        mediaType = about.mediaType
    }

    var cells: [String] { [id, title, recipient ?? "–", status, mediaType] }
}
