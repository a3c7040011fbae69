import Foundation
import Testing
import Vault

@Suite struct KeyFileTests {
    private let folder = try? KeyFolder()

    private var file: URL {
        get throws { try #require(folder).url.appending(path: "store.key") }
    }

    @Test func `a key that was written is read back`() throws {
        let key = try KeyEncryptionKey(id: "0f", bytes: Data(0..<32))

        try KeyFile(file).create(key)

        let line = try String(contentsOf: file, encoding: .utf8)
        #expect(line == "referral-sync-key-1 0f AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")
        #expect(try KeyFile(file).load().newest.id == "0f")
    }

    @Test func `a new key file is for its owner only`() throws {
        try KeyFile(file).create(.sample())

        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `a key file is never overwritten`() throws {
        try KeyFile(file).create(.sample(id: "first"))

        #expect(throws: VaultError.keyFileExists(path: try file.path)) {
            try KeyFile(file).create(.sample(id: "second"))
        }

        #expect(try KeyFile(file).load().newest.id == "first")
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o777])
    func `a key file that others may use is refused with the command that closes it`(
        permissions: Int
    ) throws {
        try KeyFile(file).create(.sample())
        try FileManager.default.setAttributes(
            [.posixPermissions: permissions],
            ofItemAtPath: file.path
        )

        let error = #expect(throws: VaultError.self) { try KeyFile(file).load() }

        #expect(error == .keyFileNotPrivate(path: try file.path))
        #expect(error?.message.contains("chmod 600 \(try file.path)") == true)
    }

    @Test func `a key file may be read-only for its owner`() throws {
        try KeyFile(file).create(.sample(id: "ab"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o400],
            ofItemAtPath: file.path
        )

        #expect(try KeyFile(file).load().newest.id == "ab")
    }

    @Test func `a missing key file is named with what to do`() throws {
        let error = #expect(throws: VaultError.self) { try KeyFile(file).load() }

        #expect(error == .keyFileMissing(path: try file.path))
        #expect(error?.message.contains("Put the key file back from its safe copy") == true)
    }

    @Test func `a key file in a missing folder cannot be created`() throws {
        let url = try #require(folder).url.appending(path: "missing/store.key")

        #expect(throws: VaultError.keyFileMissing(path: url.path)) {
            try KeyFile(url).create(.sample())
        }
    }

    @Test(arguments: [
        "", "\n", "referral-sync-key-1", "referral-sync-key-1 ab", "referral-sync-key-1 ab !!!",
        "referral-sync-key-1 ab AAEC", "referral-sync-key-2 ab \(valid)", "ab \(valid)",
        "referral-sync-key-1 a|b \(valid)", "referral-sync-key-1  \(valid)",
        "referral-sync-key-1 ab \(valid) more", "referral-sync-key-1 ab \(valid)\n\n",
        "\u{0}referral-sync-key-1 ab \(valid)",
    ])
    func `a file in another form is refused`(text: String) throws {
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: file.path
        )

        #expect(throws: VaultError.keyFileMalformed(path: try file.path)) {
            try KeyFile(file).load()
        }
    }

    @Test func `a folder is no key file`() throws {
        let url = try #require(folder).url

        #expect(throws: VaultError.self) { try KeyFile(url).load() }
    }

    @Test(.enabled(if: geteuid() == 0, "only root may read and give away such a file"))
    func `the key file of another user is refused`() throws {
        try KeyFile(file).create(.sample())
        try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: file.path)

        #expect(throws: VaultError.keyFileOfAnotherUser(path: try file.path)) {
            try KeyFile(file).load()
        }
    }

    private static let valid = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
}

/// A folder for one test's key file; removed when the test ends.
private final class KeyFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "key-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
