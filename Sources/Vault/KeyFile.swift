import Crypto
package import Foundation

/// The file that holds the key-encryption key: one line, `referral-sync-key-1 ID BASE64`.
package enum KeyFile {
    static let marker = "referral-sync-key-1"

    /// Longer than any key file, so that a wrong path does not read a large file into memory.
    private static let bytesMax = 1024

    /// Reads the key; refuses a file that other users may read or write.
    package static func load(_ url: URL) throws(VaultError) -> KeyEncryptionKey {
        let path = url.path
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw refusal(of: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try checkPrivate(descriptor, path: path)
        guard let bytes = try? file.read(upToCount: bytesMax) else {
            throw .keyFileMalformed(path: path)
        }
        guard let key = parse(bytes) else { throw .keyFileMalformed(path: path) }
        return key
    }

    /// Writes the key to a new file that only its owner may read; never overwrites one.
    package static func create(_ url: URL, key: KeyEncryptionKey) throws(VaultError) {
        let path = url.path
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal(of: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: line(for: key))
            try file.synchronize()
        } catch {
            // A partial key file would be refused for ever, and this one protects nothing yet.
            _ = unsafe unlink(path)
            throw .keyFileInaccessible(path: path, reason: "it could not be written")
        }
    }

    private static func refusal(of path: String) -> VaultError {
        switch errno {
        case ENOENT: .keyFileMissing(path: path)
        case EEXIST: .keyFileExists(path: path)
        case EACCES where unsafe access(path, F_OK) == 0: .keyFileOfAnotherUser(path: path)
        case let code:
            .keyFileInaccessible(path: path, reason: unsafe String(cString: strerror(code)))
        }
    }

    /// Looks at the opened file, not at the path, which may name another file by now.
    private static func checkPrivate(_ descriptor: Int32, path: String) throws(VaultError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw refusal(of: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .keyFileMalformed(path: path) }
        guard status.st_mode & 0o077 == 0 else { throw .keyFileNotPrivate(path: path) }
        guard status.st_uid == geteuid() else { throw .keyFileOfAnotherUser(path: path) }
    }

    private static func parse(_ bytes: Data) -> KeyEncryptionKey? {
        guard var text = String(data: bytes, encoding: .utf8) else { return nil }
        if text.hasSuffix("\n") { text.removeLast() }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == marker,
            let key = Data(base64Encoded: String(words[2]))
        else { return nil }
        return try? KeyEncryptionKey(id: String(words[1]), bytes: key)
    }

    private static func line(for key: KeyEncryptionKey) -> Data {
        Data("\(marker) \(key.id) \(key.key.bytes.base64EncodedString())\n".utf8)
    }
}
