import Audit
import Crypto
import Database
import DatabaseSQLite
import Foundation

/// Measures the audit log: entries a second into a store, grown into the tree, and the size of a proof.
///
///     audit-bench [ENTRIES] [LEAVES]
@main struct AuditBench {
    private static let group = 128

    static func main() async throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let (entries, leaves) = (numbers.first ?? 200_000, numbers.dropFirst().first ?? 10_000_000)
        try await write(entries)
        try prove(leaves)
    }

    /// Groups of entries, each group in a transaction that is durable before the next begins.
    private static func write(_ count: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(at: folder.appending(path: "store.sqlite"))
        try await database.migrate(AuditSchema.migrations)
        let signer = try NoteSigner(name: "bench", key: .init())
        let writing = try await seconds {
            for start in stride(from: 0, to: count, by: group) {
                try await database.write { connection in
                    var trail = AuditTrail(by: "service", at: Date(), makeID: makeID)
                    for number in start..<min(start + group, count) {
                        var entry = trail.entry(.disclosure, "sent")
                        entry.child = "child-\(number % 5000)"
                        entry.delivery = makeID()
                        entry.recipient = "northshire-social-care"
                        entry.commitments["document"] = Data(repeating: 7, count: 32)
                        entry.facts = ["outcome": "delivered"]
                        trail.add(entry)
                    }
                    try trail.write(on: connection)
                }
            }
        }
        let growing = try await seconds {
            while try await database.write({ connection in
                try AuditLog.grow(upTo: 2000, signedBy: signer, at: Date(), on: connection)
            }) > 0 {}
        }
        try await database.close()
        print(
            "audit      \(count) entries, \(group) in a transaction: "
                + "\(Int(Double(count) / writing)) entries/s written, "
                + "\(Int(Double(count) / growing))/s into the tree, "
                + "\(Int(Double(count) / (writing + growing)))/s in all (aim above 10,500)"
        )
    }

    /// A proof in a tree of generated leaves.
    private static func prove(_ count: Int) throws {
        var frontier = TreeFrontier()
        let tiles = MemoryTiles()
        for start in stride(from: 0, to: count, by: 100_000) {
            let leaves = (start..<min(start + 100_000, count)).map {
                TreeHash.leaf(Data("entry \($0)".utf8))
            }
            let grown = try frontier.growing(by: leaves, from: tiles)
            for tile in grown.tiles { tiles.put(tile) }
            frontier = grown.frontier
        }
        let index = Int64(count / 3)
        let proof = try InclusionProof.make(index: index, size: frontier.size, tiles: tiles)
        let bytes = try JSONEncoder().encode(proof).count
        let isGood = proof.verify(
            leaf: .leaf(Data("entry \(index)".utf8)),
            root: frontier.root
        )
        print(
            "audit      a proof in a log of \(count) entries: \(bytes) bytes of JSON, "
                + "\(proof.path.count) hashes, \(isGood ? "verified" : "WRONG") (aim at most 3 KB)"
        )
    }

    private static func makeID() -> String { UUID().uuidString.lowercased() }

    private static func seconds(_ work: () async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let begin = clock.now
        try await work()
        return (clock.now - begin) / .seconds(1)
    }
}

/// Tiles that are kept in memory.
private final class MemoryTiles: TreeTiles {
    private var known: [String: [TreeHash]] = [:]

    func put(_ tile: Tile) { known["\(tile.name.level)/\(tile.name.index)"] = tile.hashes }

    func hashes(of level: Int, tile index: Int64, width: Int) throws -> [TreeHash] {
        Array((known["\(level)/\(index)"] ?? []).prefix(width))
    }
}
