package import Foundation

/// What a backup held, and what became of it in the store that it was restored into.
package struct RestoreReport: Sendable, Codable, Equatable {
    /// A table of the backup, which has the same rows in the store.
    package struct Table: Sendable, Codable, Equatable {
        package let table: String
        package let rows: Int
        /// SHA-256 over the rows.
        package let digest: String
    }

    package let id: String
    package let name: String
    /// The moment whose state it is.
    package let madeAt: Date
    /// The version of the program that made it.
    package let program: String
    package let tables: [Table]
    package let referrals: Int
    /// The deliveries by state, after those in flight became uncertain.
    package let deliveries: [String: Int]
    /// How many deliveries may have been sent after the backup, and are asked about first.
    package let madeUncertain: Int
    /// The children's keys that are not there: what they sealed is erased or cannot be read.
    package let keysMissing: [String]
    /// How many sealed values were opened.
    package let opened: Int
    /// How many sealed values have no key any more.
    package let unreadable: Int
}
