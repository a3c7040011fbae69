import Foundation
import JSONSchema

/// The folder with the official test suite, as `deploy/fetch-schema-suite.sh` makes it.
struct SuiteFolder {
    /// Why the suite cannot be run.
    struct Absent: Error, CustomStringConvertible {
        let description: String
    }

    let root: URL

    /// Finds the folder by `JSON_SCHEMA_SUITE`, or at its usual place in the repository.
    static func open() throws -> SuiteFolder {
        let named = ProcessInfo.processInfo.environment["JSON_SCHEMA_SUITE"]
        let usual = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../.build-suites/json-schema").standardizedFileURL
        let folder = SuiteFolder(root: named.map { URL(filePath: $0) } ?? usual)
        guard FileManager.default.fileExists(atPath: folder.tests.path) else {
            throw Absent(
                description: "\(folder.tests.path) is missing; run deploy/fetch-schema-suite.sh"
            )
        }
        return folder
    }

    private var tests: URL { root.appending(path: "tests/draft2020-12") }

    /// The cases of the files directly in a folder, or of one file.
    func cases(in path: String = "") throws -> [SuiteCase] {
        let place = path.isEmpty ? tests : tests.appending(path: path)
        let files =
            path.hasSuffix(".json")
            ? [place]
            : try FileManager.default.contentsOfDirectory(
                at: place,
                includingPropertiesForKeys: nil
            )
        return try files.filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
            .flatMap { try SuiteCase.read(from: $0) }
    }

    /// The schemas that the suite's references lead to, by address; not those of older drafts.
    func remotes() throws -> [String: JSONValue] {
        let folder = root.appending(path: "remotes")
        var remotes: [String: JSONValue] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        where path.hasSuffix(".json") && (!path.contains("/") || path.hasPrefix("draft2020-12/")) {
            remotes["http://localhost:1234/" + path] = try JSONValue(
                parsing: Data(contentsOf: folder.appending(path: path))
            )
        }
        return remotes
    }
}
