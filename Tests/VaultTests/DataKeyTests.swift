import Database
import Foundation
import Testing
import Vault

@Suite struct DataKeyTests {
    private let place = SealedPlace(table: "delivery_body", row: "row-1", column: "sealed")
    private let plain = Data(#"{"child":{"name":{"given":"Jolanta","family":"Testowa"}}}"#.utf8)

    @Test func `what was sealed opens at its place`() async throws {
        let key = try await key()

        let sealed = try key.seal(plain, as: place)

        #expect(try key.open(sealed, as: place) == plain)
        #expect(try key.open(key.seal(Data(), as: place), as: place) == Data())
    }

    @Test func `sealed bytes never hold what they seal and never repeat`() async throws {
        let key = try await key()

        let sealed = try (1...50).map { _ in try key.seal(plain, as: place) }

        #expect(Set(sealed).count == 50)
        for word in ["Jolanta", "Testowa", "child", "name"] {
            #expect(sealed.allSatisfy { bytes in bytes.range(of: Data(word.utf8)) == nil })
        }
    }

    @Test func `a change of any byte is detected`() async throws {
        let key = try await key()
        let sealed = try key.seal(plain, as: place)

        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: VaultError.tampered(place), "byte \(index)") {
                try key.open(altered, as: place)
            }
        }
    }

    @Test func `a shortened or lengthened value is detected`() async throws {
        let key = try await key()
        let sealed = try key.seal(plain, as: place)

        for length in 0..<sealed.count {
            #expect(throws: VaultError.tampered(place)) {
                try key.open(sealed.prefix(length), as: place)
            }
        }
        #expect(throws: VaultError.tampered(place)) {
            try key.open(sealed + Data([0]), as: place)
        }
    }

    @Test func `a part of a larger buffer opens as well`() async throws {
        let key = try await key()
        let sealed = try key.seal(plain, as: place)

        let slice = (Data([1, 2, 3]) + sealed + Data([4])).dropFirst(3).dropLast()

        #expect(try key.open(slice, as: place) == plain)
    }

    @Test(arguments: [
        SealedPlace(table: "delivery_body", row: "row-2", column: "sealed"),
        SealedPlace(table: "attempt", row: "row-1", column: "sealed"),
        SealedPlace(table: "delivery_body", row: "row-1", column: "other"),
        SealedPlace(table: "delivery_body", row: "row-1|sealed", column: "sealed"),
    ])
    func `a value moved to another place is detected`(other: SealedPlace) async throws {
        let key = try await key()
        let sealed = try key.seal(plain, as: place)

        #expect(throws: VaultError.tampered(other)) { try key.open(sealed, as: other) }
    }

    @Test func `another child's key does not open it`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        let first = try await database.key(of: "child-1", id: "key-1", under: keys)
        let second = try await database.key(of: "child-2", id: "key-2", under: keys)

        let sealed = try first.seal(plain, as: place)

        #expect(throws: VaultError.tampered(place)) { try second.open(sealed, as: place) }
        try await database.close()
    }

    @Test func `digests are equal for equal bytes of one child only`() async throws {
        let keys = DataKeys(under: try .sample())
        let database = try await databaseWithVault()
        let first = try await database.key(of: "child-1", id: "key-1", under: keys)
        let again = try await database.key(of: "child-1", id: "unused", under: keys)
        let second = try await database.key(of: "child-2", id: "key-2", under: keys)

        #expect(first.mac(plain) == again.mac(plain))
        #expect(first.mac(plain) != second.mac(plain))
        #expect(first.mac(plain) != first.mac(plain.dropLast()))
        #expect(first.mac(plain).count == 32)
        try await database.close()
    }

    @Test func `a key never prints itself`() async throws {
        let key = try await key()

        var dumped = ""
        dump(key, to: &dumped)

        #expect("\(key)" == "key key-1")
        #expect(!dumped.contains("SymmetricKey"))
    }

    private func key() async throws -> DataKey {
        let database = try await databaseWithVault()
        let key = try await database.key(under: DataKeys(under: try .sample()))
        try await database.close()
        return key
    }
}
