import DatabaseSQLite
import Foundation

/// A folder for stores that are opened more than once; removed when the test ends.
final class StoreFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "store-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var store: URL { url.appending(path: "store.sqlite") }
    var log: URL { url.appending(path: "store.sqlite-wal") }
    var lock: URL { url.appending(path: "store.sqlite.lock") }

    func permissions(of file: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    }
}
