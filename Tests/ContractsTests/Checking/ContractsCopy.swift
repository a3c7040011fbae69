import Contracts
import Foundation

/// A copy of some contracts that a test may break.
struct ContractsCopy {
    let root: URL

    /// Runs a test on a copy of the canonical contracts and of `education/1.0`.
    static func with<Result>(_ test: (ContractsCopy) throws -> Result) throws -> Result {
        let files = FileManager.default
        let root = files.temporaryDirectory.appending(path: "contracts-\(UUID().uuidString)")
        try files.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: root) }
        // A link must not lead the test into the real contracts.
        let original = ContractsOnDisk.folder.resolvingSymlinksInPath()
        for name in ["referral", "acknowledgement", "education"] {
            try files.copyItem(at: original.appending(path: name), to: root.appending(path: name))
        }
        return try test(ContractsCopy(root: root))
    }

    /// Replaces a text that is there in a file of a contract, the first time it stands there.
    func replace(_ text: String, with other: String, in file: String) throws {
        let place = root.appending(path: file)
        let content = try String(contentsOf: place, encoding: .utf8)
        guard content.contains(text) else { throw CocoaError(.fileReadCorruptFile) }
        try content.replacing(text, with: other, maxReplacements: 1)
            .write(to: place, atomically: true, encoding: .utf8)
    }

    /// The line in which a text stands first, from 1.
    func line(of text: String, in file: String) throws -> Int {
        let lines = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.firstIndex { $0.contains(text) } ?? -1) + 1
    }

    func check(
        _ contract: String = "education/1.0",
        limit: Duration? = nil
    ) throws -> ContractReport? {
        try ContractChecker(root: root, limit: limit).check { $0.description == contract }.first
    }
}
