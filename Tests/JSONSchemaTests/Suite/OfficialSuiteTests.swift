import JSONSchema
import Testing

/// The official JSON-Schema-Test-Suite, draft 2020-12.
struct OfficialSuiteTests {
    @Test func `every required test of the official suite passes`() throws {
        let folder = try SuiteFolder.open()

        let report = try SuiteReport(folder, of: folder.cases(), formats: .annotated)

        report.expectAllPassed("required", countMin: 1257)
    }

    @Test(
        arguments: [
            ("date", 47), ("date-time", 25), ("time", 45), ("duration", 26), ("email", 22),
            ("hostname", 25), ("ipv4", 16), ("ipv6", 40), ("uri", 26), ("uri-reference", 13),
            ("uuid", 21), ("json-pointer", 38), ("relative-json-pointer", 18), ("regex", 8),
            ("ecmascript-regex", 1),
        ])
    func `every test of a format passes`(format: String, countMin: Int) throws {
        let folder = try SuiteFolder.open()

        let report = try SuiteReport(
            folder,
            of: folder.cases(in: "optional/format/\(format).json"),
            formats: .asserted
        )

        report.expectAllPassed("format \(format)", countMin: countMin)
    }

    // Not among them: references into older drafts, and the older keyword `dependencies`.
    @Test(
        arguments: [
            ("anchor", 4), ("bignum", 9), ("dynamicRef", 2), ("ecmascript-regex", 74),
            ("float-overflow", 1), ("format-assertion", 4), ("id", 3), ("no-schema", 3),
            ("non-bmp-regex", 12), ("refOfUnknownKeyword", 6), ("unknownKeyword", 3),
        ])
    func `every optional test passes`(name: String, countMin: Int) throws {
        let folder = try SuiteFolder.open()

        let report = try SuiteReport(
            folder,
            of: folder.cases(in: "optional/\(name).json"),
            formats: .annotated
        )

        report.expectAllPassed("optional \(name)", countMin: countMin)
    }
}
