import CPostgres
package import Database
import Foundation

/// Where a PostgreSQL store is: a connection URI of libpq, which may name several hosts.
///
/// A connection that leaves the machine is encrypted and checks the server's certificate and name
/// (`sslmode=verify-full`); a password is read from a file (`passfile`), never from the URI, which
/// others can see in the list of processes.
package struct PostgresAddress: Sendable, Equatable {
    /// The address without anything secret.
    package let shown: String
    private let text: String
    private let isLocal: Bool

    /// Takes a URI, or says what is wrong with it.
    package init(_ text: String) throws(DatabaseError) {
        let options = try Self.options(of: text)
        guard options["password"] == nil else {
            throw .cannotOpen(
                "The store's address holds a password, which others can see. Put it into a file "
                    + "that only this user can read, and name the file: ?passfile=/path/to/file"
            )
        }
        self.text = text
        shown = text
        let hosts = (options["host"] ?? options["hostaddr"] ?? "")
            .split(separator: ",", omittingEmptySubsequences: false)
        isLocal = hosts.allSatisfy(Self.isLocal)
        let mode = options["sslmode"]
        guard isLocal || mode == nil || mode == "verify-full" else {
            throw .cannotOpen(
                "The store's address says sslmode=\(mode ?? ""). Expected verify-full: the database "
                    + "is on another machine, and its name must be checked."
            )
        }
    }

    /// Opens a connection, which may have failed; nil when there is no memory.
    func connect() -> OpaquePointer? {
        let pairs = [
            ("connect_timeout", "5"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
            ("keepalives_count", "2"), ("tcp_user_timeout", "8000"),
            ("target_session_attrs", "read-write"), ("application_name", "referral-sync"),
            ("client_encoding", "UTF8"), ("sslmode", isLocal ? "prefer" : "verify-full"),
            ("dbname", text),
        ]
        let keys = unsafe pairs.map { unsafe strdup($0.0) } + [nil]
        let values = unsafe pairs.map { unsafe strdup($0.1) } + [nil]
        defer { unsafe (keys + values).forEach { unsafe free($0) } }
        return unsafe referral_pg_connect(
            1,
            keys.map { unsafe UnsafePointer($0) },
            values.map { unsafe UnsafePointer($0) }
        )
    }

    private static func isLocal(_ host: Substring) -> Bool {
        host.isEmpty || host.hasPrefix("/") || host == "localhost" || host.hasPrefix("127.")
            || host == "::1"
    }

    private static func options(of text: String) throws(DatabaseError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let list = unsafe PQconninfoParse(text, &message) else {
            defer { unsafe PQfreemem(message) }
            let words = unsafe message.map { unsafe String(cString: $0) } ?? "it cannot be read"
            // The library quotes what it did not understand, which may be a password; the name of a
            // parameter is none.
            let trimmed = words.trimmingCharacters(in: .newlines)
            let safe =
                trimmed.contains("query parameter")
                ? trimmed : trimmed.replacing(/"[^"]*"/, with: "a part")
            throw .cannotOpen(
                "The store's address is wrong: \(safe). Expected postgresql://USER@HOST/DATABASE, and "
                    + "special characters as %-codes"
            )
        }
        defer { unsafe PQconninfoFree(list) }
        var options: [String: String] = [:]
        var option = unsafe list
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                options[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return options
    }
}
