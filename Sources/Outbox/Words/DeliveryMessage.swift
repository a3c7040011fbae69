/// What a delivery tells its partner.
package enum DeliveryMessage: String, Sendable, Codable, CaseIterable {
    /// A child needs help: a referral, or a newer version of one.
    case referral
    /// The partner is to disregard a referral that it holds.
    case withdrawal
    /// The partner is to delete what it holds about a child whose data was erased here.
    case purge
}
