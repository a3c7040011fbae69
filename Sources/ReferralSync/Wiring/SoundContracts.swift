import Crypto
import Foundation

/// Remembers which contracts were found sound, so that a restart need not check them once more.
///
/// It is a digest of every file of theirs and of the program that checked them: whatever changes, the
/// check is made again.
struct SoundContracts {
    private let file: URL
    private let digest: String

    /// Computes the digest for some contracts, as `NAME/VERSION`; each is checked with the examples of
    /// all.
    init(_ contracts: Set<String>, of settings: Settings) {
        file = settings.stateFolder
            .appending(path: ".contracts-checked", directoryHint: .notDirectory)
        var hash = SHA256()
        hash.update(data: Data(contracts.sorted().joined(separator: " ").utf8))
        Self.add(settings.contracts, to: &hash)
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let found = try? FileManager.default.attributesOfItem(atPath: program.path)
        hash.update(data: Data("\(found?[.size] ?? "") \(found?[.modificationDate] ?? "")".utf8))
        digest = hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    /// Whether exactly these were found sound before.
    var areKnown: Bool { (try? String(contentsOf: file, encoding: .utf8)) == digest }

    /// Remembers that they are; where it cannot be written down, they are checked again next time.
    func remember() { try? Data(digest.utf8).write(to: file, options: .atomic) }

    private static func add(_ folder: URL, to hash: inout SHA256) {
        let folder = folder.resolvingSymlinksInPath()
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() {
            let place = folder.appending(path: name)
            guard let content = try? Data(contentsOf: place) else { continue }
            // Lengths keep one file's end from being another's beginning.
            hash.update(data: Data("\(folder.path) \(name) \(content.count) ".utf8))
            hash.update(data: content)
        }
    }
}
