import Foundation
import Testing
import Vault

/// The key file as a ring, and how it is changed.
@Suite struct KeyRingFileTests {
    private let folder: URL
    private var file: KeyFile { KeyFile(folder.appending(path: "store.key")) }

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "ring-" + UUID().uuidString.lowercased())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    @Test func `a new key is on top, and those from before stay`() throws {
        try file.create(.sample(id: "first"))

        let ring = try file.add(.sample(id: "second"))

        #expect(ring.ids == ["second", "first"])
        #expect(try file.load().ids == ["second", "first"])
        #expect(try permissions() == 0o600)
        #expect(try names() == ["store.key"])
    }

    @Test func `the first key makes the file`() throws {
        #expect(try file.add(.sample(id: "first")).ids == ["first"])
        #expect(try permissions() == 0o600)
    }

    @Test func `a key is taken out, the last one never`() throws {
        try file.create(.sample(id: "first"))
        _ = try file.add(.sample(id: "second"))

        #expect(try file.remove("first").ids == ["second"])
        #expect(throws: VaultError.keyNotInFile(id: "second", path: file.url.path)) {
            try file.remove("second")
        }
        #expect(throws: VaultError.keyNotInFile(id: "first", path: file.url.path)) {
            try file.remove("first")
        }
        #expect(try file.load().ids == ["second"])
    }

    @Test func `a file that others may read is not added to`() throws {
        try file.create(.sample())
        try set(0o644)

        #expect(throws: VaultError.keyFileNotPrivate(path: file.url.path)) {
            try file.add(.sample(id: "second"))
        }
    }

    @Test func `what an interrupted change left behind hinders no other`() throws {
        try file.create(.sample(id: "first"))
        try Data("half a li".utf8).write(to: folder.appending(path: "store.key.new"))

        #expect(try file.add(.sample(id: "second")).ids == ["second", "first"])
        #expect(try names() == ["store.key"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
    func `root changes the service's file, and it stays the service's`() throws {
        try file.create(.sample(id: "first"))
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65534, .posixPermissions: 0o400],
            ofItemAtPath: file.url.path
        )

        #expect(try file.add(.sample(id: "second")).ids == ["second", "first"])

        let attributes = try FileManager.default.attributesOfItem(atPath: file.url.path)
        #expect(attributes[.ownerAccountID] as? Int == 65534)
        #expect(try permissions() == 0o400)
        #expect(throws: VaultError.keyFileOfAnotherUser(path: file.url.path)) { try file.load() }
    }

    @Test func `a link is followed, not replaced`() throws {
        try file.create(.sample(id: "first"))
        let link = folder.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file.url)

        _ = try KeyFile(link).add(.sample(id: "second"))

        #expect(try file.load().ids == ["second", "first"])
    }

    @Test func `several commands at once lose no key`() async throws {
        try file.create(.sample(id: "first"))
        let file = file

        await withThrowingTaskGroup { group in
            for number in 1...12 {
                group.addTask { _ = try file.add(.sample(id: "key-\(number)")) }
            }
        }

        #expect(Set(try file.load().ids) == Set(["first"] + (1...12).map { "key-\($0)" }))
    }

    @Test func `there is an end to the number of keys`() throws {
        try file.create(.sample(id: "key-1"))
        for number in 2...KeyRing.keysMax { _ = try file.add(.sample(id: "key-\(number)")) }

        #expect(throws: VaultError.keyFileFull(path: file.url.path)) {
            try file.add(.sample(id: "one-more"))
        }
        #expect(try file.load().ids.count == KeyRing.keysMax)
    }

    @Test(arguments: [
        "referral-sync-key-1 ab \(valid)\n\nreferral-sync-key-1 cd \(valid)\n",
        "referral-sync-key-1 ab \(valid)\nreferral-sync-key-1 ab \(valid)\n",
        "referral-sync-key-1 ab \(valid)\nreferral-sync-key-1 cd\n",
    ])
    func `a ring in another form is refused`(text: String) throws {
        try Data(text.utf8).write(to: file.url)
        try set(0o600)

        #expect(throws: VaultError.keyFileMalformed(path: file.url.path)) { try file.load() }
    }

    @Test(arguments: [0o400, 0o440, 0o600, 0o640])
    func `a credential of systemd may be readable by a group`(permissions: Int) throws {
        try file.create(.sample(id: "ab"))
        try set(permissions)

        #expect(try KeyFile(file.url, credentials: folder).load().ids == ["ab"])
    }

    @Test(arguments: [0o444, 0o460, 0o450, 0o442, 0o441])
    func `a credential that is open to more is refused`(permissions: Int) throws {
        try file.create(.sample())
        try set(permissions)

        #expect(throws: VaultError.keyFileNotPrivate(path: file.url.path)) {
            try KeyFile(file.url, credentials: folder).load()
        }
    }

    @Test func `only what lies in the credentials' own folder is a credential`() throws {
        try file.create(.sample())
        try set(0o440)

        #expect(throws: VaultError.keyFileNotPrivate(path: file.url.path)) {
            try KeyFile(file.url, credentials: folder.deletingLastPathComponent()).load()
        }
    }

    @Test func `a credential is not changed in place`() throws {
        try file.create(.sample())

        #expect(throws: VaultError.keyFileIsCredential(path: file.url.path)) {
            try KeyFile(file.url, credentials: folder).add(.sample(id: "second"))
        }
    }

    private static let valid = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    private func set(_ permissions: Int) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: permissions],
            ofItemAtPath: file.url.path
        )
    }

    private func permissions() throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file.url.path)[.posixPermissions] as? Int
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}
