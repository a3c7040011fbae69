package import Foundation

/// What one partner is to receive.
package struct NewDelivery: Sendable {
    /// The document to send, or why it could not be made.
    package enum Document: Sendable {
        /// The exact bytes of every attempt, for ever.
        case frozen(Data)
        /// The contract could not express the referral; the text says where and why.
        case notProjected(String)
    }

    package let partner: String
    package let contract: String
    package let document: Document
    /// When retries end and a person must act.
    package let horizon: Date

    /// Describes one delivery.
    package init(partner: String, contract: String, document: Document, horizon: Date) {
        self.partner = partner
        self.contract = contract
        self.document = document
        self.horizon = horizon
    }
}
