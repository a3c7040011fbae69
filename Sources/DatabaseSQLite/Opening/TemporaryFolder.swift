import Database
import Foundation

/// A new folder that only its owner may enter, removed when this value is released.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws(DatabaseError) {
        let template = FileManager.default.temporaryDirectory.appending(path: "store-XXXXXX").path
        var path = Array(template.utf8CString)
        guard unsafe mkdtemp(&path) != nil else { throw .cannotCreate(template, errno) }
        let made = path.dropLast().map { byte in UInt8(bitPattern: byte) }
        url = URL(filePath: String(decoding: made, as: UTF8.self), directoryHint: .isDirectory)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
