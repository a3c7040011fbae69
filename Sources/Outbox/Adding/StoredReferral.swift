package import Foundation

/// A referral that the outbox holds, with the deliveries that it made.
package struct StoredReferral: Sendable, Equatable {
    /// One delivery in short.
    package struct Delivery: Sendable, Equatable {
        package let id: String
        package let partner: String
        package let contract: String
        package let state: DeliveryState
        package let parkReason: ParkReason?
    }

    package let id: String
    package let version: Int
    package let sourceReference: String
    package let isUnrouted: Bool
    package let deliveries: [Delivery]
}

/// What adding a referral did.
package enum AddResult: Sendable, Equatable {
    /// It and all its deliveries are durable.
    case added(StoredReferral)
    /// The same source reference and version was there already; nothing changed. The newest version
    /// may be another.
    case alreadyThere(StoredReferral, sameContent: Bool, newest: Int)
    /// This version is stored, and its child's data was erased.
    case erased
    /// A newer version of the referral was there already; nothing changed.
    case newerVersionThere(Int)
    /// The source reference already has this other identity; nothing changed.
    case identityIs(String)
    /// Another source reference has this identity; nothing changed.
    case identityTaken
}

/// The newest version of a referral, for a correction to be compared with.
package struct NewestVersion: Sendable {
    package let version: Int
    /// The canonical referral; nil when the child's data was erased.
    package let canonical: Data?
    package let isWithdrawn: Bool
    /// Whether it went to nobody.
    package let isUnrouted: Bool
}
