import Crypto
import Foundation

/// One request that was read, on its way into the journal.
struct Visit: Sendable {
    let agency: String
    let body: Data
    let key: String?
    let fault: String?
    let certificate: [UInt8]?
    let digest: String
    var auditCheckpoint: String?
    var isEffective = false
    var isRepeat = false
    var receiptID: String?

    init(agency: String, body: Data, key: String?, fault: String?, certificate: [UInt8]?) {
        self.agency = agency
        self.body = body
        self.key = key
        self.fault = fault
        self.certificate = certificate
        digest = "sha-256=:\(Data(SHA256.hash(data: body)).base64EncodedString()):"
    }

    /// Whether the document recalls a referral or has it deleted, in the words of the contracts that there
    /// are: nothing is decided about the child then.
    var message: String? {
        let text = String(decoding: body, as: UTF8.self)
        if let match = text.firstMatch(of: /"messageType" *: *"(withdrawal|purge)"/) {
            return String(match.1)
        }
        return text.contains(/"status" *: *"revoked"/) ? "withdrawal" : nil
    }

    /// The entry for a status, or for a connection that was cut.
    func entry(status: Int?) -> JournalEntry {
        JournalEntry(
            at: Date(),
            agency: agency,
            key: key,
            digest: digest,
            effective: isEffective,
            isRepeat: isRepeat,
            status: status,
            fault: fault,
            bodyBytes: body.count,
            clientCertificate: certificate.map { bytes in
                SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
            },
            receiptID: receiptID,
            message: message,
            auditCheckpoint: auditCheckpoint
        )
    }
}
