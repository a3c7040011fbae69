import Audit
import Foundation
import Testing

@Suite struct TreeHashTests {
    @Test func `hashes of entries, nodes and nothing are those of the RFC`() {
        let leaf = TreeHash.leaf(Data())
        let node = TreeHash.node(leaf, .leaf(Data([0])))

        #expect(TreeHash.empty.hex == ReferenceTree.roots[0])
        #expect(leaf.hex == ReferenceTree.roots[1])
        #expect(node.hex == ReferenceTree.roots[2])
    }

    @Test func `a hash is the same after bytes, base64 and JSON`() throws {
        let hash = TreeHash.leaf(Data("entry".utf8))

        let json = try JSONEncoder().encode([hash])

        #expect(TreeHash(hash.bytes) == hash)
        #expect(TreeHash((Data([9]) + hash.bytes).dropFirst()) == hash)
        #expect(TreeHash(base64: hash.base64) == hash)
        #expect(try JSONDecoder().decode([TreeHash].self, from: json) == [hash])
    }

    @Test(arguments: [0, 31, 33, 64])
    func `only 32 bytes are a hash`(count: Int) {
        let bytes = Data(repeating: 1, count: count)

        #expect(TreeHash(bytes) == nil)
        #expect(TreeHash(base64: bytes.base64EncodedString()) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(
                [TreeHash].self,
                from: JSONEncoder().encode([bytes.base64EncodedString()])
            )
        }
    }

    @Test func `base64 with spare bits set is not read`() {
        let text = Data(repeating: 0, count: 32).base64EncodedString()

        #expect(TreeHash(base64: text) != nil)
        #expect(TreeHash(base64: text.replacing("AA=", with: "AB=")) == nil)
        #expect(TreeHash(base64: text.replacing("=", with: "")) == nil)
        #expect(TreeHash(base64: text + "\n") == nil)
    }

    @Test func `hashes one after another are read back`() {
        let hashes = (0..<5).map { TreeHash.leaf(Data([$0])) }

        let bytes = TreeHash.bytes(of: hashes)

        #expect(TreeHash.sequence(in: bytes) == hashes)
        #expect(TreeHash.sequence(in: (Data([1]) + bytes).dropFirst()) == hashes)
        #expect(TreeHash.sequence(in: Data()) == [])
        #expect(TreeHash.sequence(in: bytes.dropLast()) == nil)
    }
}
