package import Foundation

/// The partner's transport receipt, checked against the bytes that we sent.
package struct Receipt: Sendable, Codable, Equatable {
    package let receiptId: String
    /// When the partner received it, as the partner wrote it (RFC 3339).
    package let receivedAt: String?
    /// The digest of what the partner received (RFC 9530).
    package let contentDigest: String?
    /// Where to ask for answers, at the partner's own host.
    package var statusAddress: String?
    /// The answer as it came, byte for byte.
    package let body: Data?
    /// Whether the partner answered the document together with its receipt; it is not kept.
    package private(set) var hasAnswers = false

    private enum CodingKeys: CodingKey {
        case receiptId, receivedAt, contentDigest, statusAddress, body
    }

    /// What is read of the partner's answer.
    private struct Content: Decodable {
        let receiptId: String
        let receivedAt: String?
        let contentDigest: String?
        let statusAddress: String?
        let answers: Answers?
    }

    /// Whether there are any; whoever collects them reads them.
    private struct Answers: Decodable {
        let areThere: Bool

        init(from decoder: any Decoder) {
            areThere = (try? decoder.unkeyedContainer())?.isAtEnd == false
        }
    }

    /// Reads a receipt, or nil when it is not well formed or is for other bytes.
    ///
    /// A partial HTTP/2 answer can look like a success, so nothing but a receipt counts as one.
    package init?(_ body: Data, digest: String, digestRequired: Bool) {
        guard let content = try? JSONDecoder().decode(Content.self, from: body),
            !content.receiptId.isEmpty, content.receiptId.count <= 200
        else { return nil }
        switch content.contentDigest {
        case .some(let received): guard received == digest else { return nil }
        case .none: guard !digestRequired else { return nil }
        }
        receiptId = content.receiptId
        receivedAt = content.receivedAt
        contentDigest = content.contentDigest
        statusAddress = content.statusAddress
        self.body = body
        hasAnswers = content.answers?.areThere == true
    }

    /// The receipt with another status address.
    func at(_ address: String) -> Receipt {
        var receipt = self
        receipt.statusAddress = address
        return receipt
    }

    /// The receipt with the status address of its `Location`, made absolute against the partner's.
    package func located(by location: String?, from base: URL?) -> Receipt {
        guard let location, let base, let address = URL(string: location, relativeTo: base) else {
            return self
        }
        return at(address.absoluteString)
    }
}
