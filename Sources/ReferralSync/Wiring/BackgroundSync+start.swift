import Contracts
import CoreMetrics
import Database
import Delivery
import DeliveryCurl
import Foundation
import Logging
import Outbox
import Portal

extension BackgroundSync {
    /// How long the store may be held by another command when the service starts.
    private static let patience: TimeInterval = 30

    /// A library that lacks something would fail later, in the middle of the work.
    func checkLibraries() throws {
        let problems = CurlLibrary.problems
        guard problems.isEmpty else {
            throw Complaint(.unavailable, problems.joined(separator: "\n"))
        }
    }

    /// Another command may hold the store for a moment.
    func openStore() async throws -> OpenStore {
        let end = time.now().addingTimeInterval(Self.patience)
        var isWaiting = false
        while true {
            if let running = await RemoteDesk.find(loaded.settings) {
                throw Complaint(
                    .unavailable,
                    "Background sync is running already: process \(running.health.pid)."
                )
            }
            do {
                return try await OpenStore.open(loaded.settings)
            } catch let error as DatabaseError {
                guard case .busy = error, time.now() < end else { throw error }
                if !isWaiting {
                    logger.notice("waiting for the store", metadata: ["reason": "\(error.message)"])
                }
                isWaiting = true
                try await time.sleep(.milliseconds(100))
            }
        }
    }

    /// Collects what is counted and measured from now on.
    func metricsPage(
        _ desk: any ReferralDesk,
        _ board: LaneBoard
    ) -> @Sendable () async throws -> PrometheusText {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let page = MetricsPage(
            registry: registry,
            desk: desk,
            board: board,
            certificates: { [loaded] in
                ((try? PartnerFolder.load(loaded)) ?? []).flatMap { partner in
                    [partner.tls.certificate, partner.tls.certificateAuthority]
                        .compactMap(\.self).map { (partner.id, $0) }
                }
            },
            now: time.now
        )
        return { try await page.text() }
    }

    /// Says what is starting, in one line.
    func logStart(_ installation: Installation) async {
        let sqlite = await LibraryChecks.sqliteVersion() ?? "unknown"
        logger.info(
            "starting",
            metadata: [
                "version": "\(ProgramVersion.text)",
                "libcurl": "\(CurlLibrary.version)",
                "sqlite": "\(sqlite)",
                "settings": "\(loaded.file?.path ?? "defaults")",
                "store": "\(loaded.settings.store.shown)",
                "contracts": "\(installation.library.contracts.count)",
                "partners": "\(installation.partners.count)",
            ]
        )
    }
}
