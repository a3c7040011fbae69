import Audit
import Testing

@Suite struct TileNameTests {
    @Test(arguments: [
        (TileName(level: 0, index: 0), "tile/0/000", "tile/entries/000"),
        (TileName(level: 1, index: 0, width: 5), "tile/1/000.p/5", "tile/entries/000.p/5"),
        (TileName(level: 0, index: 999), "tile/0/999", "tile/entries/999"),
        (TileName(level: 0, index: 1234), "tile/0/x001/234", "tile/entries/x001/234"),
        (
            TileName(level: 63, index: 1_234_067, width: 255), "tile/63/x001/x234/067.p/255",
            "tile/entries/x001/x234/067.p/255"
        ),
        (
            TileName(level: 0, index: 1_000_000), "tile/0/x001/x000/000",
            "tile/entries/x001/x000/000"
        ),
        (
            TileName(level: 2, index: .max), "tile/2/x009/x223/x372/x036/x854/x775/807",
            "tile/entries/x009/x223/x372/x036/x854/x775/807"
        ),
    ])
    func `paths are those of the specification`(name: TileName, path: String, entries: String) {
        let ofEntries = TileName(level: 0, index: name.index, width: name.width)

        #expect(name.path == path)
        #expect(name.entriesPath == entries)
        #expect(TileName(path: path) == name)
        #expect(TileName(entriesPath: entries) == ofEntries)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000",
        "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile//000", "tile/0/-01",
        "tile/0/x000/001", "tile/0/001/234", "tile/0/x001/x234", "tile/0/x001/234/", "/tile/0/000",
        "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
        "tile/0/000.p/5/", "tile/0/000.p/5.p/5", "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tiles/0/000", "tile/0/000\n", "tile/entries/000", "tile/0/../000",
    ])
    func `other paths are not read`(path: String) {
        #expect(TileName(path: path) == nil)
        #expect(
            TileName(entriesPath: path.replacing("tile/0/", with: "tile/entries/")) == nil
                || path == "tile/entries/000"
        )
    }
}
