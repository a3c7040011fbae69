import Database
import Foundation
import Outbox
import Synchronization
import TestStores
import Testing
import Vault

@Suite struct BackupTests {
    private let t0 = TestStore.t0

    @Test func `both files are for their owner only, and tell nothing of a child`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample(content: #"{"name":"Ava Thornbury"}"#))
            let place = try BackupPlace()

            let record = try await place.backUp(store)

            #expect(place.names == ["b.backup", "b.keys"])
            for name in place.names {
                let attributes = try FileManager.default.attributesOfItem(atPath: place.path(name))
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let bytes = try Data(contentsOf: URL(filePath: place.path(name)))
                for word in ["Ava", "Thornbury", "CASE-1", "CHILD-1", "northshire", "groomed"] {
                    #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word)")
                }
                #expect(
                    Int64(bytes.count) == (name == "b.keys" ? record.keysBytes : record.bytes)
                )
            }
        }
    }

    @Test func `children's keys are in the file of keys alone`() async throws {
        try await TestStore.with { store in
            try await store.add(.sample())
            let place = try BackupPlace()
            try await place.backUp(store)
            try FileManager.default.removeItem(atPath: place.path("b.keys"))
            let new = try await TestDatabase.temporary()

            let error = await #expect(throws: BackupError.self) {
                try await place.restore(into: new, under: store.keys)
            }

            #expect(error == .keysMissing(path: place.path("b.keys")))
            #expect(error?.message.contains("--keys") == true)
            try await new.close()
        }
    }

    @Test func `another key is refused by name, and another key of the same name too`()
        async throws
    {
        try await TestStore.with { store in
            try await store.add(.sample())
            let place = try BackupPlace()
            try await place.backUp(store)
            let other = DataKeys(under: try KeyEncryptionKey(newWithID: "key-2"))
            let alike = DataKeys(under: try KeyEncryptionKey(newWithID: "key-1"))

            let named = #expect(throws: BackupError.self) {
                try place.restorer(under: other).checkFiles()
            }
            let unnamed = #expect(throws: BackupError.self) {
                try place.restorer(under: alike).checkFiles()
            }

            #expect(
                named
                    == .wrongKey(path: place.path("b.backup"), needed: "key-1", given: "key-2")
            )
            #expect(unnamed?.message.contains("another key of the same name") == true)
        }
    }

    @Test func `writing goes on meanwhile, and both files hold one moment`() async throws {
        try await TestStore.with { store in
            for number in 0..<3 {
                try await store.add(.sample(number, content: String.megabyte))
            }
            let place = try BackupPlace()
            let adding = Adding()

            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var number = 100
                    while !adding.isOver {
                        try await store.add(.sample(number, id: "later-\(number)"))
                        adding.count += 1
                        number += 1
                    }
                }
                try await eventually { adding.count > 5 }
                let before = adding.count
                try await place.backUp(store)
                #expect(adding.count > before)
                adding.isOver = true
                try await group.waitForAll()
            }

            let new = try await TestDatabase.temporary()
            let report = try await place.restore(into: new, under: store.keys)
            let total = try await store.states().count
            #expect(report.keysMissing == [])
            #expect(report.referrals == report.deliveries["uncertain"])
            #expect(report.referrals > 3)
            #expect(report.referrals <= total)
            try await new.close()
        }
    }

    @Test func `the list says what was made, what holds keys, and what was verified`()
        async throws
    {
        try await TestStore.with { store in
            let place = try BackupPlace()
            try await place.backUp(store, "old", keysKeptDays: 1, at: t0)
            let next = t0.adding(.seconds(86_400))
            try await place.backUp(store, "new", at: next)

            let holding = try await store.outbox.backups(holdingKeysAt: next)
            let verified = try await store.outbox.noteVerified("backup-new", at: next)
            let unknown = try await store.outbox.noteVerified("other", at: next)

            #expect(holding.map(\.name) == ["new"])
            #expect(verified?.verifiedAt == next)
            #expect(unknown == nil)
            #expect(place.names == ["new.backup", "new.keys", "old.backup"])
            let all = try await store.outbox.backups()
            #expect(all.map(\.name) == ["new", "old"])
            #expect(all.last?.deletedAt == next)
        }
    }

    @Test func `the same order again gives the backup that was made`() async throws {
        try await TestStore.with { store in
            let place = try BackupPlace()
            let first = try await place.backUp(store)

            let again = try await place.backUp(store, at: t0.adding(.seconds(60)))

            #expect(again == first)
            await #expect(throws: BackupError.exists(path: place.path("b.backup"))) {
                try await place.backUp(store.outbox, id: "another order")
            }
        }
    }

    @Test func `what a dead process left half made is removed, what is being written stays`()
        async throws
    {
        try await TestStore.with { store in
            let place = try BackupPlace()
            try Data("half".utf8).write(to: URL(filePath: place.path(".dead.backup.partial")))
            let living = place.path(".living.keys.partial")
            let descriptor = unsafe open(living, O_RDWR | O_CREAT, 0o600)
            #expect(flock(descriptor, LOCK_EX) == 0)

            try await place.backUp(store)

            #expect(place.names == [".living.keys.partial", "b.backup", "b.keys"])
            close(descriptor)
        }
    }

    @Test func `a folder that cannot be made is named, and nothing is noted as whole`()
        async throws
    {
        try await TestStore.with { store in
            let maker = BackupMaker(of: store.outbox, program: "0", time: .system)
            let order = BackupOrder(id: "b", folder: "/proc/b", name: "b", keysKeptDays: 1)

            let error = await #expect(throws: BackupError.self) { try await maker.make(order) }

            #expect(error?.kind == .cannotWrite)
            #expect(error?.message.contains("/proc/b") == true)
            let whole = try await store.outbox.backups().filter(\.isWhole)
            #expect(whole == [])
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a file system"))
    func `a disk that fills up leaves nothing behind, and the store goes on`() async throws {
        try await TestStore.with { store in
            for number in 0..<3 {
                try await store.add(.sample(number, content: String.megabyte))
            }
            let disk = try SmallDisk(bytes: 2 << 20)
            let place = try BackupPlace(folder: disk.url)

            let error = await #expect(throws: BackupError.self) {
                try await place.backUp(store)
            }

            #expect(error?.message.contains("No space left") == true)
            #expect(place.names == [])
            #expect(try await store.outbox.backups(holdingKeysAt: t0) == [])
            try await store.add(.sample(9))
        }
    }

    @Test(arguments: [
        BackupOrder(id: "i", folder: "relative", name: "b", keysKeptDays: 1),
        BackupOrder(id: "i", folder: "/tmp", name: "../b", keysKeptDays: 1),
        BackupOrder(id: "i", folder: "/tmp", name: ".b", keysKeptDays: 1),
        BackupOrder(id: "i", folder: "/tmp", name: "b", keysKeptDays: 0),
        BackupOrder(id: "", folder: "/tmp", name: "b", keysKeptDays: 1),
    ])
    func `an order that cannot be meant so is refused`(order: BackupOrder) async throws {
        try await TestStore.with { store in
            let maker = BackupMaker(of: store.outbox, program: "0", time: .system)

            let error = await #expect(throws: BackupError.self) { try await maker.make(order) }

            #expect(error?.kind == .badOrder)
        }
    }

    /// Waits for a task beside this one.
    private func eventually(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// What is added while a backup is made.
private final class Adding: Sendable {
    private let state = Mutex((count: 0, isOver: false))

    var count: Int {
        get { state.withLock { $0.count } }
        set { state.withLock { $0.count = newValue } }
    }

    var isOver: Bool {
        get { state.withLock { $0.isOver } }
        set { state.withLock { $0.isOver = newValue } }
    }
}

extension String {
    /// A text that fills a chunk of a backup.
    static let megabyte = String(repeating: "words ", count: 200_000)
}
