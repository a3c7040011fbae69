import Delivery
import Foundation
import TestStores
import Testing

@testable import ReferralSync

struct SettingsExampleTests {
    private let installed = Surroundings.sample(
        environment: ["STATE_DIRECTORY": "/var/lib/referral-sync"],
        existing: ["/usr/share/referral-sync/contracts"]
    )

    @Test func `the example sets every key to its default`() async throws {
        let file = Repository.file("deploy/settings.example.yaml")

        let loaded = try await LoadedSettings.load(file: file.path, store: nil, in: installed)

        #expect(loaded.settings == Settings(in: installed, settingsFile: file))
        #expect(Set(loaded.origins.keys) == Set(SettingKey.allCases))
    }

    @Test func `the partner example with every key has the defaults`() throws {
        let settings = Settings(in: installed, settingsFile: nil)
        let folder = try TemporaryFolder()
        let every = Repository.file("deploy/partners/every-key.example.yaml")
        let needed = try folder.write(
            """
            title: A partner
            kind: other
            contract: education/1.0
            telephone: 01632 960101
            covers:
              areas: [E06000901]
              schools: ["999001"]
              organisations: [ZZ901]
            address: https://partner.example/referrals
            statusAddress: https://partner.example/referrals/{key}
            idempotent: true
            tls:
              certificateAuthority: /etc/ssl/certs/ca-certificates.crt
              certificate: /etc/referral-sync/certificates/partner.pem
              key: /etc/referral-sync/certificates/partner.key
            """,
            to: "partner.yaml"
        )

        let written = try PartnerReading.read(
            YAMLFile(at: every),
            as: try .sample,
            settings: settings,
            calendar: .englandAndWales
        )
        let standard = try PartnerReading.read(
            YAMLFile(at: needed),
            as: try .sample,
            settings: settings,
            calendar: .englandAndWales
        )

        #expect(written.isSame(as: standard))
        let text = try String(contentsOf: every, encoding: .utf8)
        for key in PartnerFileContent.known.keys {
            let name = key.split(separator: ".").last.map(String.init) ?? key
            #expect(key == "covers.everything" || text.contains("\(name):"), "\(key)")
        }
    }

    @Test func `every partner example can be read`() throws {
        let settings = Settings(in: installed, settingsFile: nil)
        let folder = Repository.file("deploy/partners")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)

        for name in names {
            let file = try YAMLFile(at: folder.appending(path: name))
            #expect(
                throws: Never.self,
                "\(name)",
                performing: {
                    try PartnerReading.read(
                        file,
                        as: try .sample,
                        settings: settings,
                        calendar: .englandAndWales
                    )
                }
            )
        }
        #expect(!names.isEmpty)
    }
}

extension PartnerSettings {
    /// Whether two files describe the same partner.
    fileprivate func isSame(as other: PartnerSettings) -> Bool {
        (partner, address, statusAddress, isIdempotent, isInternal)
            == (
                other.partner, other.address, other.statusAddress, other.isIdempotent,
                other.isInternal
            )
            && (http, plan.concurrencyMax, timeLimit, clocks, poll, pollDecided)
                == (
                    other.http, other.plan.concurrencyMax, other.timeLimit, other.clocks,
                    other.poll, other.pollDecided
                )
            && tls == other.tls
    }
}
