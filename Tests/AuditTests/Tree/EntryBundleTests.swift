import Audit
import Foundation
import Testing

@Suite struct EntryBundleTests {
    @Test func `each entry stands after its length in two bytes`() throws {
        let bundle = try EntryBundle.encode([
            Data("ab".utf8), Data(), Data(repeating: 7, count: 258),
        ])

        #expect(bundle.prefix(8) == Data([0, 2, 97, 98, 0, 0, 1, 2]))
        #expect(bundle.count == 2 + 2 + 2 + 2 + 258)
    }

    @Test func `entries are read back`() throws {
        let entries = [Data(), Data([1]), Data(repeating: 2, count: 65_535), Data([0, 0])]

        let bundle = try EntryBundle.encode(entries)

        #expect(try EntryBundle.decode(bundle) == entries)
        #expect(try EntryBundle.decode((Data([9]) + bundle).dropFirst()) == entries)
        #expect(try EntryBundle.decode(Data()) == [])
    }

    @Test func `an entry of more than 65535 bytes is refused`() {
        #expect(throws: TreeError.entryTooLong(byteCount: 65_536)) {
            try EntryBundle.encode([Data(repeating: 0, count: 65_536)])
        }
    }

    @Test func `a bundle that ends inside an entry is refused`() throws {
        let bundle = try EntryBundle.encode([Data([1, 2, 3])])

        for count in 1..<bundle.count {
            #expect(throws: TreeError.truncatedBundle) {
                try EntryBundle.decode(bundle.prefix(count))
            }
        }
    }
}
