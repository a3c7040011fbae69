import JSONSchema
import Testing

/// How a part of the official suite came out.
struct SuiteReport {
    let total: Int
    let failures: [String]

    init(_ folder: SuiteFolder, of cases: [SuiteCase], formats: FormatChecks) throws {
        let remotes = try folder.remotes()
        total = cases.map(\.tries.count).reduce(0, +)
        failures = cases.flatMap { $0.failures(resources: remotes, formats: formats) }
    }

    /// Prints the figures and fails for each try that went wrong, or when too few were made.
    func expectAllPassed(_ part: String, countMin: Int) {
        print("JSON Schema suite, \(part): \(total - failures.count) / \(total) passed")
        #expect(total >= countMin, "the suite is not complete")
        for failure in failures { Issue.record(Comment(rawValue: failure)) }
    }
}
