import Foundation
import Testing
import Vault

@Suite struct KeyEncryptionKeyTests {
    @Test(arguments: ["", "A", "a b", "a|b", "ä", "a\n", String(repeating: "a", count: 65)])
    func `an identifier with other characters is refused`(id: String) {
        #expect(throws: VaultError.malformedKey) { try KeyEncryptionKey.sample(id: id) }
        #expect(throws: VaultError.malformedKey) { try KeyEncryptionKey(newWithID: id) }
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `a key of another length is refused`(bytes: Int) {
        #expect(throws: VaultError.malformedKey) {
            try KeyEncryptionKey(id: "ab", bytes: Data(count: bytes))
        }
    }

    @Test func `a key never prints itself`() throws {
        let key = try KeyEncryptionKey(
            id: "ab",
            bytes: Data("0123456789abcdef0123456789abcdef".utf8)
        )

        var dumped = ""
        dump(key, to: &dumped)

        #expect("\(key)" == "key ab")
        #expect(String(reflecting: key) == "key ab")
        #expect(!dumped.contains("SymmetricKey"))
    }
}
