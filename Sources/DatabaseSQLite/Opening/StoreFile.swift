import Database
import Foundation

/// The store's file before SQLite opens it.
///
/// SQLite would create it readable by everybody and reports every hindrance as "unable to open".
enum StoreFile {
    private static let header = Array("SQLite format 3\0".utf8)

    /// Checks the folder, and the owner of a file that is there already.
    static func check(_ store: URL) throws(DatabaseError) {
        let folder = store.deletingLastPathComponent().path
        var status = stat()
        guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotOpen(
                "There is no folder \(folder). Create it with: mkdir -p -m 700 \(folder)"
            )
        }
        if unsafe stat(store.path, &status) == 0, status.st_uid != geteuid() {
            throw .cannotOpen(
                "The store \(store.path) belongs to user \(status.st_uid), and this program runs "
                    + "as user \(geteuid()). Run it as the store's owner."
            )
        }
    }

    /// Creates the file for its owner only, or checks that what is there is a database.
    ///
    /// Only before any connection is open: closing a descriptor drops SQLite's locks on the file.
    static func create(_ store: URL) throws(DatabaseError) {
        let path = store.path
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(path, errno) }
        defer { close(descriptor) }
        guard isDatabaseOrEmpty(descriptor) else { throw .notADatabase(path) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .cannotCreate(path, errno) }
    }

    private static func isDatabaseOrEmpty(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: header.count)
        let count = unsafe pread(descriptor, &start, start.count, 0)
        return count == 0 || (count == start.count && start == header)
    }
}
