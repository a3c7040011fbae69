import Crypto
package import Foundation

/// The file that holds the key-encryption keys: a line `referral-sync-key-1 ID BASE64` for each, the
/// newest first.
package struct KeyFile: Sendable, Equatable {
    static let marker = "referral-sync-key-1"

    /// Longer than any key file, so that a wrong path does not read a large file into memory.
    static let bytesMax = 4096

    package let url: URL
    /// Where systemd puts the credentials of the service, if it does.
    private let credentials: URL?

    /// Names the file; credentials of systemd belong to root and may be read by a group.
    package init(_ url: URL, credentials: URL? = nil) {
        self.url = url
        self.credentials = credentials
    }

    /// Whether it is a credential of systemd, which the service cannot change.
    package var isCredential: Bool {
        guard let credentials else { return false }
        return url.deletingLastPathComponent().standardizedFileURL.path
            == credentials.standardizedFileURL.path
    }

    /// Who may use a file, when root is not its owner.
    package enum Use {
        /// Its owner alone: what another user wrote is no key of ours.
        case own
        /// Also root, to change what belongs to the service.
        case administration
    }

    /// Reads the keys; refuses a file that other users may read or write.
    package func load(for use: Use = .own) throws(VaultError) -> KeyRing {
        let path = url.path
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.refusal(of: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try checkPrivate(descriptor, path: path, for: use)
        guard let bytes = try? file.read(upToCount: Self.bytesMax + 1),
            let ring = Self.parse(bytes)
        else { throw .keyFileMalformed(path: path) }
        return ring
    }

    /// Writes the first key to a new file that only its owner may read; never overwrites one.
    package func create(_ key: KeyEncryptionKey) throws(VaultError) {
        try Self.write(KeyRing(key), to: url.path)
    }

    static func refusal(of path: String) -> VaultError {
        switch errno {
        case ENOENT: .keyFileMissing(path: path)
        case EEXIST: .keyFileExists(path: path)
        case EACCES where unsafe access(path, F_OK) == 0: .keyFileOfAnotherUser(path: path)
        case let code:
            .keyFileInaccessible(path: path, reason: unsafe String(cString: strerror(code)))
        }
    }

    /// Makes a file that must not be there yet, and sees to it that its content is on the disk.
    static func write(
        _ ring: KeyRing,
        to path: String,
        like former: String? = nil
    ) throws(VaultError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal(of: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            if let former { try Self.inherit(former, descriptor) }
            try file.write(contentsOf: Data(ring.lines.utf8))
            try file.synchronize()
        } catch {
            // A partial key file would be refused for ever, and this one protects nothing yet.
            _ = unsafe unlink(path)
            throw .keyFileInaccessible(path: path, reason: "it could not be written")
        }
    }

    /// Gives a new file the owner and the permissions of another.
    private static func inherit(_ former: String, _ descriptor: Int32) throws {
        var status = stat()
        guard unsafe stat(former, &status) == 0,
            fchown(descriptor, status.st_uid, status.st_gid) == 0,
            fchmod(descriptor, status.st_mode & 0o700) == 0
        else { throw CocoaError(.fileWriteNoPermission) }
    }

    /// Looks at the opened file, not at the path, which may name another file by now.
    private func checkPrivate(
        _ descriptor: Int32,
        path: String,
        for use: Use
    ) throws(VaultError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.refusal(of: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .keyFileMalformed(path: path) }
        let isOfRoot = status.st_uid == 0 && isCredential
        let isByRoot = geteuid() == 0 && use == .administration
        // systemd gives a credential to the service by a list of access that shows as its group's.
        guard status.st_mode & (isCredential ? 0o037 : 0o077) == 0 else {
            throw .keyFileNotPrivate(path: path)
        }
        guard isOfRoot || isByRoot || status.st_uid == geteuid() else {
            throw .keyFileOfAnotherUser(path: path)
        }
    }

    private static func parse(_ bytes: Data) -> KeyRing? {
        guard bytes.count <= bytesMax, var text = String(data: bytes, encoding: .utf8) else {
            return nil
        }
        if text.hasSuffix("\n") { text.removeLast() }
        let keys = text.split(separator: "\n", omittingEmptySubsequences: false).map(key)
        return KeyRing(keys.compactMap(\.self)).flatMap { keys.contains { $0 == nil } ? nil : $0 }
    }

    private static func key(_ line: Substring) -> KeyEncryptionKey? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == marker,
            let key = Data(base64Encoded: String(words[2]))
        else { return nil }
        return try? KeyEncryptionKey(id: String(words[1]), bytes: key)
    }

    static func line(for key: KeyEncryptionKey) -> String {
        "\(marker) \(key.id) \(key.key.bytes.base64EncodedString())\n"
    }
}
