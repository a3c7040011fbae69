import Contracts
import Foundation
import Testing

/// How often the content guard takes ordinary text for a file.
@Suite struct OrdinaryTextTests {
    /// One in ten thousand: an officer who writes a text a day meets it once in a working life.
    private static let rateMax = 0.0001

    @Test(arguments: ["en", "cy", "pl", "ur", "emoji"])
    func `ordinary text is not taken for a file`(language: String) throws {
        let file = ContractsOnDisk.folder.deletingLastPathComponent()
            .appending(path: ".build-suites/text/\(language).txt")
        let content = try? String(contentsOf: file, encoding: .utf8)
        let lines = try #require(content, "run deploy/fetch-ordinary-text.sh first")
            .split(separator: "\n")

        let refused = lines.filter { ContentGuard.objection(to: String($0)) != nil }

        let rate = Double(refused.count) / Double(max(1, lines.count))
        print("content guard on \(language): \(refused.count) of \(lines.count) texts refused")
        #expect(lines.count >= 500)
        #expect(rate <= Self.rateMax, "\(refused.prefix(3))")
    }
}
