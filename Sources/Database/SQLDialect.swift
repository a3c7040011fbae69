/// The real differences between the databases.
package enum SQLDialect: Sendable {
    case sqlite
    case postgres

    /// The type of a column of bytes.
    package var blobType: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgres: "BYTEA"
        }
    }

    /// The type of a column of text, compared byte by byte as SQLite does.
    package var textType: String {
        switch self {
        case .sqlite: "TEXT"
        case .postgres: "TEXT COLLATE \"C\""
        }
    }

    /// Ends a query whose rows stay locked, and which passes over what other transactions have locked.
    ///
    /// SQLite has one writing transaction at a time.
    package var skipLocked: String {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR UPDATE SKIP LOCKED"
        }
    }

    /// Ends a query whose rows stay locked until the transaction ends, and which waits for others.
    package var forUpdate: String {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR UPDATE"
        }
    }

    /// The same, but for rows whose key stays: what refers to them need not wait.
    package var forChange: String {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR NO KEY UPDATE"
        }
    }

    /// Ends a query whose rows nobody may change until the transaction ends; others may read them so
    /// too.
    package var forShare: String {
        switch self {
        case .sqlite: ""
        case .postgres: "FOR SHARE"
        }
    }

    /// The database's own clock, in milliseconds since 1970.
    package var milliseconds: String {
        switch self {
        case .sqlite: "unixepoch() * 1000"
        case .postgres: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
        }
    }
}
