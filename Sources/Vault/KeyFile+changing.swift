import Crypto
import Foundation

extension KeyFile {
    /// Puts a new key on top of the file, or makes the file with it.
    package func add(_ key: KeyEncryptionKey) throws(VaultError) -> KeyRing {
        try changing { before throws(VaultError) in
            guard let before else { return KeyRing(key) }
            guard let after = before.adding(key) else { throw .keyFileFull(path: url.path) }
            return after
        }
    }

    /// Takes a key out of the file, which keeps at least one.
    package func remove(_ id: String) throws(VaultError) -> KeyRing {
        try changing { before throws(VaultError) in
            guard let before else { throw .keyFileMissing(path: url.path) }
            guard before[id] != nil, let after = before.removing(id) else {
                throw .keyNotInFile(id: id, path: url.path)
            }
            return after
        }
    }

    /// Puts a key back that was taken out and is needed all the same; it only opens.
    package func restore(_ key: KeyEncryptionKey) throws(VaultError) {
        _ = try changing { before throws(VaultError) in
            guard let before else { return KeyRing(key) }
            return before.appending(key) ?? before
        }
    }

    /// Replaces the file whole: whoever reads it meanwhile gets the keys from before or those after.
    ///
    /// What was there before is never lost: the new file is on the disk before it takes the place.
    private func changing(
        _ change: (KeyRing?) throws(VaultError) -> KeyRing
    ) throws(VaultError) -> KeyRing {
        guard !isCredential else { throw .keyFileIsCredential(path: url.path) }
        let place = url.resolvingSymlinksInPath()
        let folder = place.deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal(of: folder) }
        defer { close(descriptor) }
        // One command changes it at a time, so that none undoes what another did.
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Self.refusal(of: place.path) }
        }
        let before = try present()
        let after = try change(before)
        let new = place.path + ".new"
        // One that was interrupted left it behind; nobody else has the lock.
        _ = unsafe unlink(new)
        try Self.write(after, to: new, like: before.map { _ in place.path })
        guard unsafe rename(new, place.path) == 0, fsync(descriptor) == 0 else {
            throw .keyFileInaccessible(path: place.path, reason: "it could not be replaced")
        }
        return after
    }

    private func present() throws(VaultError) -> KeyRing? {
        do throws(VaultError) {
            return try load(for: .administration)
        } catch .keyFileMissing {
            return nil
        } catch {
            throw error
        }
    }
}
