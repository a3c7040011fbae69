import Foundation

/// One request that an agency read; never what was in it.
struct JournalEntry: Codable, Sendable {
    let at: Date
    let agency: String
    let key: String?
    /// The digest of the bytes that came (RFC 9530).
    let digest: String
    /// Whether it was taken on for the first time.
    let effective: Bool
    /// Whether it was taken on before, by the same key.
    let isRepeat: Bool
    /// The status that was answered; nil when the connection was closed instead.
    let status: Int?
    let fault: String?
    let bodyBytes: Int
    /// The SHA-256 of the client's certificate.
    let clientCertificate: String?
    let receiptID: String?
    /// What the document is, as far as its contract says so: `withdrawal` or `purge`; nil for a referral.
    let message: String?
    /// The checkpoint of the sender's audit log, which an agency keeps as a witness.
    let auditCheckpoint: String?
}
