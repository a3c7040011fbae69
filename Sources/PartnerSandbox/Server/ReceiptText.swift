import Foundation

/// The body of a receipt, right or wrong on demand.
enum ReceiptText {
    private struct Receipt: Encodable {
        let receiptId: String
        let receivedAt: String
        let contentDigest: String
    }

    static func text(_ document: Agency.Taken, _ fault: Fault.Kind?) throws -> Data {
        switch fault {
        case .malformedReceipt: return Data("<html>OK</html>".utf8)
        case .oversized(let bytes): return Data(repeating: UInt8(ascii: " "), count: bytes)
        default: break
        }
        let other = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            Receipt(
                receiptId: document.receiptID,
                receivedAt: document.at.formatted(.iso8601),
                contentDigest: fault == .wrongReceipt ? other : document.digest
            )
        )
    }
}
