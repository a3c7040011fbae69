import Foundation

/// A file that is being written under a hidden name, and gets its own only when it is whole.
///
/// It is locked as long as this value lives, so that what a dead process left can be told from what
/// a living one writes.
final class PartialFile: Sendable {
    private static let ending = ".partial"

    let path: String
    private let partial: String
    private let descriptor: Int32

    /// Begins a file in a folder that is there.
    init(_ path: String) throws(BackupError) {
        let url = URL(filePath: path)
        self.path = path
        partial =
            url.deletingLastPathComponent()
            .appending(path: ".\(url.lastPathComponent)\(Self.ending)").path
        guard unsafe access(path, F_OK) != 0 else { throw .exists(path: path) }
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        descriptor = unsafe open(partial, flags, 0o600)
        guard descriptor >= 0 else { throw .failed(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw .beingMade(path: path)
        }
        guard fchmod(descriptor, 0o600) == 0 else { throw .failed(path) }
        try restart()
    }

    deinit { close(descriptor) }

    /// Begins anew.
    func restart() throws(BackupError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .failed(path)
        }
    }

    /// Adds bytes.
    func write(_ bytes: Data) throws(BackupError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .failed(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes what was written durable; returns the length.
    func synchronise() throws(BackupError) -> Int64 {
        var status = stat()
        guard fsync(descriptor) == 0, unsafe fstat(descriptor, &status) == 0 else {
            throw .failed(path)
        }
        return Int64(status.st_size)
    }

    /// Gives the file its name.
    func publish() throws(BackupError) {
        guard unsafe access(path, F_OK) != 0 else { throw .exists(path: path) }
        guard unsafe rename(partial, path) == 0 else { throw .failed(path) }
    }

    /// Takes it away, half made as it is.
    func discard() { _ = unsafe unlink(partial) }

    /// Makes the names in a folder durable.
    static func synchronise(folder: String) throws(BackupError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw .failed(folder) }
        defer { close(descriptor) }
        // Some file systems cannot, such as shares of other machines; they keep names at once.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw .failed(folder)
        }
    }

    /// Removes what processes left half made that are no more.
    static func removeLeftovers(in folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where isPartial(name) {
            let path = URL(filePath: folder).appending(path: name).path
            let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { _ = unsafe unlink(path) }
            close(descriptor)
        }
    }

    private static func isPartial(_ name: String) -> Bool {
        name.hasPrefix(".")
            && [BackupHeader.Kind.backup, .keys].contains {
                name.hasSuffix(".\($0.rawValue)\(ending)")
            }
    }
}

extension BackupError {
    /// What the system's last error means.
    static func failed(_ path: String) -> BackupError {
        .cannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
