import Foundation
import TestStores
import Testing

@testable import ReferralSync

struct TLSFindingTests {
    private let folder: TemporaryFolder
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { folder = try TemporaryFolder() }

    @Test func `nothing is wrong with a pair that lasts`() throws {
        let files = try CertificateFiles(until: now.addingTimeInterval(90 * 86_400))

        #expect(try findings(files.certificate, files.key).isEmpty)
    }

    @Test func `a certificate that ended is told apart from one that ends soon`() throws {
        let ended = try CertificateFiles(until: now.addingTimeInterval(-1))
        let ending = try CertificateFiles(until: now.addingTimeInterval(29 * 86_400))

        guard case .expired(let text)? = try findings(ended.certificate, ended.key).first else {
            Issue.record("not found to be expired")
            return
        }
        #expect(text.contains("tls.certificate: the certificate ended on"))
        guard case .endsSoon? = try findings(ending.certificate, ending.key).first else {
            Issue.record("not found to end soon")
            return
        }
    }

    @Test func `a key of another certificate is found`() throws {
        let one = try CertificateFiles(until: now.addingTimeInterval(90 * 86_400))
        let other = try CertificateFiles(until: now.addingTimeInterval(90 * 86_400))

        let findings = try findings(one.certificate, other.key)

        #expect(findings.count == 1)
        #expect(findings.first?.message.contains("the key does not belong to") == true)
    }

    @Test func `a missing file is named with the line that names it`() throws {
        let findings = try findings(nil, nil)

        let place = folder.url.appending(path: "northshire-schools.yaml").path
        #expect(findings.count == 2)
        #expect(findings.first?.message.hasPrefix("\(place):8: tls.certificate: the file") == true)
    }

    @Test func `a file that holds something else is found`() throws {
        let files = try CertificateFiles(until: now.addingTimeInterval(90 * 86_400))

        #expect(
            try findings("not PEM", files.key).first?.message
                .contains("holds no certificate in PEM") == true
        )
        #expect(
            try findings(files.certificate, "not PEM").first?.message
                .contains("holds no private key in PEM") == true
        )
    }

    @Test func `one pin is warned of, and two are not`() throws {
        let files = try CertificateFiles(until: now.addingTimeInterval(90 * 86_400))
        let pin = "sha256//" + Data(count: 32).base64EncodedString()

        let one = try findings(files.certificate, files.key, pins: [pin])
        #expect(one.count == 1)
        #expect(one.first?.message.contains("tls.pins: only one") == true)
        #expect(try findings(files.certificate, files.key, pins: [pin, pin]).isEmpty)
    }

    private func findings(
        _ certificate: String?,
        _ key: String?,
        pins: [String] = []
    ) throws -> [TLSFinding] {
        if let certificate { try folder.write(certificate, to: "own.pem") }
        if let key { try folder.write(key, to: "own.key") }
        let file = try folder.write(
            """
            title: Northshire schools
            kind: education
            contract: education/1.0
            covers:
              everything: true
            address: https://schools.example/referrals
            tls:
              certificate: own.pem
              key: own.key
              pins: [\(pins.joined(separator: ", "))]
            """,
            to: "northshire-schools.yaml"
        )
        let partner = try PartnerReading.read(
            YAMLFile(at: file),
            as: try .sample,
            settings: Settings(in: .sample(), settingsFile: nil),
            calendar: .englandAndWales
        )
        return TLSFinding.all(of: partner, at: now)
    }
}
