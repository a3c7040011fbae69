import DatabasePostgres
import Foundation

/// Where the store is.
enum StorePlace: Sendable, Equatable {
    /// A file that one process opens at a time.
    case file(URL)
    /// A server that any number of processes share.
    case server(PostgresAddress)

    /// As people read it: a path, or an address without anything secret.
    var shown: String {
        switch self {
        case .file(let url): url.path
        case .server(let address): address.shown
        }
    }

    /// As it is written in the settings.
    var text: String {
        switch self {
        case .file(let url): "sqlite:\(url.path)"
        case .server(let address): address.shown
        }
    }

    /// The same for the same store, however it was named.
    var identity: String {
        switch self {
        case .file(let url): url.resolvingSymlinksInPath().path
        case .server(let address): address.shown
        }
    }

    /// The file, if it is one.
    var file: URL? {
        switch self {
        case .file(let url): url
        case .server: nil
        }
    }

    /// Whether there is something to open: a server is always worth asking.
    var mayExist: Bool { file.map { FileManager.default.fileExists(atPath: $0.path) } ?? true }
}

/// Whether a commit must be confirmed by a standby.
enum StandbyNeed: String, CaseIterable, Sendable {
    case required
    case optional
}
