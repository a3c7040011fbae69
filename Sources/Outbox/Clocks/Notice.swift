package import Foundation
package import Referrals

/// A message to somebody that something is owed for too long, by references only.
package struct Notice: Sendable, Equatable {
    package let id: String
    /// A mailbox (`name@host`) or a webhook (`https://…`).
    package let recipient: String
    package let partner: String
    package let delivery: String
    package let sourceReference: String
    package let urgency: String
    package let clock: Clock
    /// The step of the ladder, from 1; 0 when all is well again.
    package let stage: Int
    package let due: Date
    /// How often it was tried already.
    package let attempts: Int
}
