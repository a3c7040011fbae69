/// The real differences between the databases.
package enum SQLDialect: Sendable {
    case sqlite

    /// The type of a column of bytes.
    package var blobType: String {
        switch self {
        case .sqlite: "BLOB"
        }
    }
}
