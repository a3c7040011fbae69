import Delivery
import DeliveryCurl
import Foundation
import InMemoryLogging
import Logging
import Outbox
import Synchronization
import TestStores
import Testing

@testable import ReferralSync

struct CredentialWatchTests {
    /// A clock that jumps over each wait, and ends the run after so many days.
    private final class Jumping: Sendable {
        let moment = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        let end = Date(timeIntervalSince1970: 1_800_000_000 + 3.5 * 86_400)

        var time: TimeSource {
            TimeSource(
                now: { self.moment.withLock(\.self) },
                sleep: { duration in
                    let now = self.moment.withLock { moment in
                        moment += max(duration / .seconds(1), 3600)
                        return moment
                    }
                    if now > self.end { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
                }
            )
        }
    }

    @Test func `a certificate that ends is told of again each day`() async throws {
        let folder = try TemporaryFolder()
        let clock = Jumping()
        let files = try CertificateFiles(until: clock.end.addingTimeInterval(86_400))
        try folder.write(files.certificate, to: "own.pem")
        try folder.write(files.key, to: "own.key")
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
            """,
            to: "northshire-schools.yaml"
        )
        let partner = try PartnerReading.read(
            YAMLFile(at: file),
            as: try .sample,
            settings: Settings(in: .sample(), settingsFile: nil),
            calendar: .englandAndWales
        )
        let log = InMemoryLogHandler()
        let carrier = CurlTransport(connections: [])
        let watch = CredentialWatch(
            partners: [partner],
            carrier: carrier,
            transport: AuthorisedTransport(carrier: carrier, time: clock.time, makeID: { "id" }),
            time: clock.time,
            logger: Logger(label: "test") { _ in log }
        )

        await Task { try? await watch.run() }.value

        let told = log.entries.filter { "\($0.message)" == "certificate ends soon" }
        #expect(told.count == 3)
    }
}
