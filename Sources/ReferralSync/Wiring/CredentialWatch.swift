import Delivery
import DeliveryCurl
import Foundation
import Logging
import Outbox
import ServiceLifecycle

/// The duty that notices when a certificate, key or secret was replaced in its file.
///
/// New requests use the new one; what is on the wire ends on the old connections. One that cannot
/// be used is told of, and the old stays.
struct CredentialWatch: Service {
    private static let every: Duration = .seconds(2)
    /// What ends is told of at the start, and again each day until it is mended.
    private static let reviewEvery: TimeInterval = 86_400

    let partners: [PartnerSettings]
    let carrier: CurlTransport
    let transport: AuthorisedTransport
    let time: TimeSource
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let files = partners.map { $0.secretFiles.map(\.url.path) }
            var known = files.map { $0.map(FileStamp.init) }
            var reviewed = time.now()
            while !Task.isCancelled {
                try? await time.sleep(Self.every)
                if time.now().timeIntervalSince(reviewed) >= Self.reviewEvery {
                    reviewed = time.now()
                    review()
                }
                for (index, partner) in partners.enumerated() {
                    let found = files[index].map(FileStamp.init)
                    guard found != known[index] else { continue }
                    known[index] = found
                    use(partner)
                }
            }
        }
    }

    private func review() {
        for partner in partners {
            for finding in TLSFinding.all(of: partner, at: time.now()) {
                finding.log(of: partner.id, logger)
            }
        }
    }

    private func use(_ partner: PartnerSettings) {
        do {
            let findings = TLSFinding.all(of: partner, at: time.now())
            for case .broken(let text) in findings { throw SettingsError(text) }
            let (connections, credentials) = try (partner.connections(), partner.credentials())
            for connection in connections { carrier.replace(connection) }
            transport.set(credentials, of: partner.id)
            logger.info("credentials read anew", metadata: ["partner.id": "\(partner.id)"])
            for finding in findings { finding.log(of: partner.id, logger) }
        } catch {
            logger.error(
                "credentials not read anew; those from before stay",
                metadata: [
                    "partner.id": "\(partner.id)",
                    "reason": "\(Complaint(explaining: error).message)",
                ]
            )
        }
    }
}
