import Audit
import Foundation
import Testing

@Suite struct TilesInPythonTests {
    let signer: NoteSigner

    init() throws {
        signer = try .sample()
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 700, 65_793])
    func `a whole log is right`(size: Int) throws {
        let folder = try TileFolder(SampleTree(size: size), signer: signer)

        let result = try verify(folder)

        #expect(result.isRight)
        #expect(
            result.line == "\(size) entries, every hash, the root and the signature are right\n"
        )
    }

    @Test(arguments: [
        "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
        "tile/entries/001.p/44",
    ])
    func `a changed byte anywhere is found, with its file`(path: String) throws {
        let folder = try TileFolder(SampleTree(size: 300), signer: signer)
        let bytes = try folder.read(path)

        for place in [0, 2, bytes.count / 3, bytes.count / 2, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 0x20
            try folder.write(changed, at: path)
            let result = try verify(folder)
            #expect(!result.isRight)
            #expect(result.line.contains(path), "byte \(place): \(result.line)")
        }
    }

    @Test func `what is wrong is told with its place`() throws {
        let folder = try TileFolder(SampleTree(size: 300), signer: signer)
        var hashes = try folder.read("tile/0/001.p/44")
        hashes[5 * 32] ^= 1
        try folder.write(hashes, at: "tile/0/001.p/44")

        let result = try verify(folder)

        #expect(
            result.line
                == "wrong: tile/0/001.p/44: hash 5 is not that of entry 5 of tile/entries/001.p/44\n"
        )
    }

    @Test func `an entry that was changed with all its hashes is found by the root`() throws {
        let tree = try SampleTree(size: 300)
        var entries = tree.entries
        entries[7] = Data("another past".utf8)
        let folder = try TileFolder(SampleTree(entries: entries), signer: signer)
        let honest = try TileFolder(tree, signer: signer)
        try folder.write(try honest.read("checkpoint"), at: "checkpoint")

        let result = try verify(folder)

        #expect(!result.isRight)
        #expect(result.line == "wrong: checkpoint: the root is not that of the entries\n")
    }

    @Test(arguments: [
        "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
    ])
    func `a missing file is found`(path: String) throws {
        let folder = try TileFolder(SampleTree(size: 300), signer: signer)
        try folder.remove(path)

        let result = try verify(folder)

        #expect(!result.isRight)
        #expect(result.line == "wrong: \(path) is missing\n")
    }

    @Test(arguments: ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
    func `a file with bytes too many or too few is found`(path: String) throws {
        let folder = try TileFolder(SampleTree(size: 300), signer: signer)
        let bytes = try folder.read(path)

        for other in [bytes + bytes.prefix(32), bytes.dropLast(32), bytes + [0], bytes.dropLast()] {
            try folder.write(other, at: path)
            let result = try verify(folder)
            #expect(!result.isRight && result.line.hasPrefix("wrong: \(path) "), "\(result.line)")
        }
    }

    @Test func `earlier partial tiles may stay, and are compared too`() throws {
        let tree = try SampleTree(size: 300)
        let folder = try TileFolder(tree, signer: signer)
        let name = TileName(level: 0, index: 1, width: 20)
        var hashes = Array(tree.leaves[256..<276])
        try folder.write(Tile(name: name, hashes: hashes))

        #expect(try verify(folder).isRight)
        hashes[5] = hashes[5].flipping(bit: 1)
        try folder.write(Tile(name: name, hashes: hashes))
        #expect(
            try verify(folder).line
                == "wrong: tile/0/001.p/20: item 5 is not that of the tree\n"
        )
    }

    @Test func `a full tile may stand for the partial one of an earlier checkpoint`() throws {
        let tree = try SampleTree(size: 600)
        let folder = try TileFolder(tree, signer: signer)
        let earlier = try Checkpoint(origin: signer.name, size: 300, root: tree.root(at: 300))
        let above = Tile(
            name: TileName(level: 1, index: 0, width: 1),
            hashes: [Definition.root(tree.leaves[..<256])]
        )
        try folder.write(above)
        try folder.write(Data(earlier.signed(by: [signer]).encoded.utf8), at: "checkpoint")

        let result = try verify(folder)

        #expect(result.isRight, "\(result.line)")
    }

    @Test func `the signature of another key is refused`() throws {
        let folder = try TileFolder(SampleTree(size: 3), signer: .sample(seed: 2))

        let result = try verify(folder)

        #expect(!result.isRight)
        #expect(result.line == "wrong: checkpoint: the note has no signature of \(signer.name)\n")
    }

    private func verify(_ folder: TileFolder) throws -> VerifyLog.Result {
        try VerifyLog.run(["tiles", folder.url.path, signer.vkey])
    }
}
