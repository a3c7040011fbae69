/// What an erasure would do.
package struct ErasurePlan: Sendable, Codable, Equatable {
    /// All referrals of the child.
    package let referrals: [String]
    /// The partners that would be told to delete what they hold.
    package let told: [String]
    /// The partners that hold data and whose contracts have no such message.
    package let notTold: [String]
    /// The partners that have not said yet what they will do; nobody would ask them any more.
    package let owing: [String]
}
