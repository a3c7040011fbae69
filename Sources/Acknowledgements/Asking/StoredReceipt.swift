import Foundation

/// What is asked of a partner's receipt as it is stored.
struct StoredReceipt: Decodable {
    /// Where the partner's answers can be read; absolute.
    let statusAddress: String?
    /// The partner's answer to the document, byte for byte.
    let body: Data?

    /// Reads it; what cannot be read says nothing.
    init(_ receipt: Data) {
        let found = try? JSONDecoder().decode(Self.self, from: receipt)
        self = found ?? Self(statusAddress: nil, body: nil)
    }

    private init(statusAddress: String?, body: Data?) {
        self.statusAddress = statusAddress
        self.body = body
    }

    /// The answers that came with the receipt, with what they were read from; nil when there are none.
    var answers: (document: StatusDocument, body: Data)? {
        guard let body, let document = StatusDocument(body), !document.answers.isEmpty
        else { return nil }
        return (document, body)
    }
}
