import Foundation
import TestStores
import Testing
import Vault

@testable import Outbox

/// Every file that is not exactly as it was written is refused, wherever it differs.
@Suite struct DamagedBackupTests {
    private let sealed = BackupHeader.chunkBytes + FileKey.tagBytes

    @Test func `any flipped byte is found`() async throws {
        try await withBackup { place, keys, whole in
            let beginning = try beginning(of: whole)
            var generator = SystemRandomNumberGenerator()
            let places =
                Array(0..<beginning) + Array(whole.count - 20..<whole.count)
                + (0..<60).map { _ in Int.random(in: beginning..<whole.count, using: &generator) }
            for index in places {
                var altered = whole
                altered[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)

                #expect(throws: BackupError.self, "byte \(index)") {
                    try check(altered, in: place, under: keys)
                }
            }
        }
    }

    @Test func `the place that is named for a damage is where it is`() async throws {
        try await withBackup { place, keys, whole in
            let start = try beginning(of: whole)
            let third = start + 2 * sealed
            let schema = try #require(whole.firstRange(of: Data("\"schema\":1".utf8)))
            for (index, named) in [
                (start + 5, "its header or a byte up to \(start + sealed)"),
                (third + 7, "between bytes \(third) and \(third + sealed)"),
                // What the header says of versions is not believed before it is shown to be true.
                (schema.upperBound - 1, "its header or a byte up to"),
            ] {
                var altered = whole
                altered[index] ^= 8

                let error = #expect(throws: BackupError.self) {
                    try check(altered, in: place, under: keys)
                }

                #expect(error?.message.contains(named) == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func `any flipped byte of the keys is found`() async throws {
        try await withBackup { place, keys, _ in
            let path = place.path("b.keys")
            let whole = try Data(contentsOf: URL(filePath: path))
            for index in whole.indices {
                var altered = whole
                altered[index] ^= 0x10
                try altered.write(to: URL(filePath: path))

                #expect(throws: BackupError.self, "byte \(index)") {
                    try place.restorer(under: keys).checkFiles()
                }
            }
        }
    }

    @Test func `a file that is cut off is found, also between two chunks`() async throws {
        try await withBackup { place, keys, whole in
            let beginning = try beginning(of: whole)
            let chunks = Array(stride(from: beginning, to: whole.count, by: sealed))
            let cuts =
                [0, 1, 22, 23, 27, beginning - 1]
                + chunks.flatMap { [$0, $0 + 1, $0 - 1] } + [whole.count - 1]
            for cut in cuts where cut < whole.count {
                let error = #expect(throws: BackupError.self, "cut at \(cut)") {
                    try check(whole.prefix(cut), in: place, under: keys)
                }
                if chunks.dropFirst().contains(cut) {
                    #expect(error?.message.contains("cut off after byte \(cut)") == true)
                }
            }
            #expect(chunks.count >= 4)
        }
    }

    @Test func `chunks that are swapped, left out, repeated or added are found`() async throws {
        try await withBackup { place, keys, whole in
            let start = try beginning(of: whole)
            let first = whole[start..<start + sealed]
            let second = whole[start + sealed..<start + 2 * sealed]
            let head = whole.prefix(start)
            let rest = whole.suffix(from: start + 2 * sealed)
            let parts: [[Data]] = [
                [head, second, first, rest], [head, second, rest],
                [head, first, first, second, rest], [whole, first], [whole, Data([0])],
                [whole, whole.suffix(100)],
            ]
            for altered in parts.map({ Data($0.joined()) }) {
                #expect(throws: BackupError.self) {
                    try check(altered, in: place, under: keys)
                }
            }
        }
    }

    @Test func `a chunk of another backup of the same store is found`() async throws {
        try await withBackup { place, keys, whole in
            let other = try Data(contentsOf: URL(filePath: place.path("other.backup")))
            let start = try beginning(of: whole)
            let otherStart = try beginning(of: other)
            let parts: [Data] = [
                whole.prefix(start + sealed),
                other[otherStart + sealed..<otherStart + 2 * sealed],
                whole.suffix(from: start + 2 * sealed),
            ]
            let mixed = Data(parts.joined())

            #expect(throws: BackupError.self) { try check(mixed, in: place, under: keys) }
            #expect(throws: BackupError.self) {
                try check(
                    whole.prefix(start) + other.suffix(from: otherStart),
                    in: place,
                    under: keys
                )
            }
        }
    }

    @Test func `something else than a backup is called so`() async throws {
        try await withBackup { place, keys, _ in
            let error = #expect(throws: BackupError.self) {
                try check(Data("SQLite format 3".utf8), in: place, under: keys)
            }
            #expect(error == .notABackup(path: place.path("b.backup")))
            let swapped = #expect(throws: BackupError.self) {
                try Restorer(
                    backup: place.path("b.keys"),
                    keysFile: place.path("b.keys"),
                    under: keys
                ).checkFiles()
            }
            #expect(swapped == .notABackup(path: place.path("b.keys")))
        }
    }

    private func check(_ bytes: Data, in place: BackupPlace, under keys: DataKeys) throws {
        try bytes.write(to: URL(filePath: place.path("b.backup")))
        try place.restorer(under: keys).checkFiles()
    }

    /// Two backups of several chunks; gives the bytes of the first.
    private func withBackup(
        _ test: (BackupPlace, DataKeys, Data) async throws -> Void
    ) async throws {
        try await TestStore.with { store in
            for number in 0..<3 {
                try await store.add(.sample(number, content: String.megabyte))
            }
            let place = try BackupPlace()
            try await place.backUp(store)
            try await place.backUp(store, "other")
            let whole = try Data(contentsOf: URL(filePath: place.path("b.backup")))
            try check(whole, in: place, under: store.keys)
            try await test(place, store.keys, whole)
        }
    }

    /// Where the first chunk begins.
    private func beginning(of whole: Data) throws -> Int {
        let start = BackupHeader.magic.count
        return start + 4 + Int(UInt32(bigEndianBytes: whole[start..<start + 4]))
    }
}
