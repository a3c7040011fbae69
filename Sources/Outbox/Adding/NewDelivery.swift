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
    package var message = DeliveryMessage.referral
    /// When a receipt should be there, and when somebody is told if there is none.
    package var receiptDue: Date?
    package var ringsAt: Date?
    /// Whether it is made only if the partner has an older version, which this one corrects.
    package var isForHolderOnly = false

    /// Describes one delivery.
    package init(partner: String, contract: String, document: Document, horizon: Date) {
        self.partner = partner
        self.contract = contract
        self.document = document
        self.horizon = horizon
    }
}
