package import Foundation

/// What an erasure did: names what was destroyed, and holds nothing of the child.
package struct ErasureCertificate: Sendable, Codable, Equatable {
    /// The key that was destroyed.
    package let child: String
    package let at: Date
    package let by: String
    package let referrals: [String]
    /// How many documents, pieces of evidence and search entries were deleted.
    package let documents: Int
    package let evidence: Int
    package let searchEntries: Int
    /// The partners that are told to delete what they hold, with the delivery of the message.
    package let told: [String: String]
    /// The partners that hold data and whose contracts have no such message.
    package let notTold: [String]
    /// The key-encryption key that copies of the destroyed key in backups open with.
    package let keyEncryptionKey: String
    /// Backups whose key files still hold a copy, and until when they are kept.
    package internal(set) var backups: [Backup] = []

    /// A backup made before.
    package struct Backup: Sendable, Codable, Equatable {
        package let name: String
        package let keysUntil: Date
    }
}

/// A child whose data is to be erased, with what must be known to tell the partners.
package struct Erasable: Sendable {
    package let child: String
    /// The newest version of each referral.
    package let referrals: [Referral]

    /// One referral of the child.
    package struct Referral: Sendable {
        package let id: String
        package let version: Int
        package let sourceReference: String
        package let canonical: Data
        package let holders: [(partner: String, version: Int, contract: String)]
        /// The partners that have not said yet what they will do.
        package let owing: [String]
    }
}

/// Why a child's data is not erased.
package enum ErasureRefusal: Error, Equatable {
    case held(since: Date, by: String)
    case undelivered(count: Int)
    case erasedBefore(at: Date)
}
