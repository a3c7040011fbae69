import DeliveryCurl
import Foundation
import Referrals
import TestStores
import Testing

@testable import ReferralSync

struct PartnerReadingTests {
    private static let needed = """
        title: Northshire schools
        kind: education
        contract: education/1.0
        covers:
          everything: true
        address: https://schools.example/referrals

        """

    @Test func `what is left out has its default`() throws {
        let partner = try read(Self.needed)

        #expect(partner.partner.cohorts == Set(Cohort.allCases))
        #expect(partner.partner.urgencies == Set(Urgency.allCases))
        #expect(!partner.partner.needsAgreement)
        #expect(!partner.isIdempotent)
        #expect(partner.http == .two)
        #expect(partner.timeLimit == .seconds(30))
        #expect(partner.poll == .seconds(60))
        #expect(partner.tls == PartnerTLS())
    }

    @Test func `paths are meant from the folder of the partner's file`() throws {
        let folder = try TemporaryFolder()

        let partner = try read(
            Self.needed + "tls:\n  certificateAuthority: ../ca.pem\n",
            in: folder
        )

        let expected = folder.url.appending(path: "ca.pem").standardizedFileURL.path
        #expect(partner.tls.certificateAuthority?.path == expected)
    }

    @Test(arguments: [
        ("tilte: x\n", 7, "there is no key tilte. Did you mean title?"),
        ("tls:\n  cert: x\n", 8, "there is no key tls.cert. Known keys: "),
        (
            "cohorts: [gromed]\n", 7,
            "cohorts: \"gromed\" is not known. Did you mean groomed?"
        ),
        ("cohorts: []\n", 7, "cohorts: the list is empty, so nothing would ever be sent."),
        ("urgencies: []\n", 7, "urgencies: the list is empty, so nothing would ever be sent."),
        ("telephone: none\n", 7, "telephone: \"none\" is not known. Expected a United Kingdom"),
        ("concurrency: many\n", 7, "concurrency: expected a whole number."),
        ("concurrency: 0\n", 7, "concurrency: expected a whole number from 1 to 256."),
        ("idempotent: perhaps\n", 7, "idempotent: expected true or false."),
        ("http: \"3\"\n", 7, "http: \"3\" is not known. Expected one of 2, 1.1."),
        ("timeLimit: 90s\n", 7, "timeLimit: expected less than delivery.lease, 90s"),
        ("tls:\n  key: a.key\n", 7, "tls: expected both certificate and key, or neither."),
        ("tls:\n  pins: [abc]\n", 8, "tls.pins: expected sha256// and 32 bytes in base64."),
        (
            "statusAddress: https://other.example/{key}\n", 7,
            "statusAddress: expected the same host and port as the address."
        ),
        (
            "statusAddress: https://schools.example/one\n", 7,
            "statusAddress: expected https://HOST/…/{key}."
        ),
    ])
    func `what is wrong is named with its file, line and remedy`(
        more: String,
        line: Int,
        problem: String
    ) throws {
        let folder = try TemporaryFolder()

        let problems = problems { try read(Self.needed + more, in: folder) }

        let place = folder.url.appending(path: "partners/northshire-schools.yaml").path
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("\(place):\(line): \(problem)") == true, "\(problems)")
    }

    @Test func `an address that is not HTTPS is refused`() {
        let text = Self.needed.replacing("https://", with: "http://")

        #expect(problems { try read(text) }.first?.contains("address: expected https://") == true)
    }

    @Test func `a missing key is named`() {
        let text = Self.needed.replacing("title: Northshire schools\n", with: "")

        #expect(problems { try read(text) }.first?.hasSuffix("title is missing.") == true)
    }

    @Test func `a code of an area is checked`() {
        let text = Self.needed.replacing("everything: true", with: "areas: [Northshire]")

        let problem = problems { try read(text) }.first ?? ""

        #expect(problem.contains("covers.areas: \"Northshire\" is not known. Expected an ONS area"))
    }

    @Test func `everything and lists together are refused`() {
        let text = Self.needed.replacing(
            "everything: true",
            with: "everything: true\n  areas: [E06000901]"
        )

        let problem = problems { try read(text) }.first ?? ""

        #expect(problem.contains("covers: either everything: true or lists, not both."))
    }

    private func read(
        _ text: String,
        in folder: TemporaryFolder? = nil
    ) throws -> PartnerSettings {
        let folder = try folder ?? TemporaryFolder()
        let file = try folder.write(text, to: "partners/northshire-schools.yaml")
        return try PartnerReading.read(
            YAMLFile(at: file),
            as: try .sample,
            settings: Settings(in: .sample(), settingsFile: nil),
            calendar: .englandAndWales
        )
    }

    private func problems(_ work: () throws -> PartnerSettings) -> [String] {
        do {
            _ = try work()
            return []
        } catch let error as SettingsError {
            return error.problems
        } catch {
            return ["an unexpected \(type(of: error))"]
        }
    }
}
