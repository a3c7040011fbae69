import Database
import Foundation

/// The exclusive lock on `<store>.lock`, held until this value is released.
///
/// Two writing processes could meet the WAL-reset bug of SQLite before 3.51.3
/// (sqlite.org/wal.html#walresetbug), so only one may open the store. The lock is on a file of its
/// own because closing any descriptor of the store would drop SQLite's own locks. The file stays:
/// removing it would let two processes lock two different files of the same name.
final class StoreLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Takes the lock or says which process holds it.
    static func take(for store: URL) throws(DatabaseError) -> StoreLock {
        let path = store.path + ".lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(path, errno) }
        let lock = StoreLock(descriptor: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .busy(
                "process \(lock.holder) is using it; let that process do the work, or stop it first"
            )
        }
        guard lock.write(getpid()) else { throw .cannotCreate(path, errno) }
        return lock
    }

    private var holder: String {
        var line = [UInt8](repeating: 0, count: 20)
        let count = unsafe pread(descriptor, &line, line.count, 0)
        let digits = line.prefix(max(count, 0)).prefix { byte in byte != UInt8(ascii: "\n") }
        return digits.isEmpty ? "(unknown)" : String(decoding: digits, as: UTF8.self)
    }

    private func write(_ process: pid_t) -> Bool {
        let line = Array("\(process)\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return false }
        return unsafe pwrite(descriptor, line, line.count, 0) == line.count
    }
}
