package import Database

/// Something that a store must show about itself before it is worked on, such as its audit log.
package protocol StoreProof: Sendable {
    /// What is wrong with a store, in sentences; empty when nothing is.
    func complaints(about database: any SQLDatabase) async throws -> [String]
}
