package import Audit
import Database
import Foundation
package import Logging
package import Outbox
import ServiceLifecycle

/// The duty that puts new entries of the log into its tree and signs checkpoints.
package struct AuditDuty: Service {
    /// So many entries are taken in at once.
    private static let batch = 2000
    private static let every: Duration = .milliseconds(500)

    private let outbox: OutboxStore
    private let signer: NoteSigner
    private let time: TimeSource
    private let logger: Logger

    /// Wires the duty.
    package init(outbox: OutboxStore, signer: NoteSigner, time: TimeSource, logger: Logger) {
        self.outbox = outbox
        self.signer = signer
        self.time = time
        self.logger = logger
    }

    /// Grows the tree until shutdown.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            var complaint: String?
            while !Task.isCancelled {
                do {
                    try await growAll()
                    complaint = nil
                } catch let error as DatabaseError where error.isTemporary {
                    // The store is asked again soon.
                } catch let error as DatabaseError {
                    throw error
                } catch {
                    // Work goes on: what is wrong with the log must not keep a child from help.
                    let reason = (error as? AuditDamage).map { "\($0.place): \($0.what)" }
                    if complaint == nil {
                        logger.critical(
                            "the audit log is damaged",
                            metadata: [
                                "reason": "\(reason ?? "\(type(of: error))")",
                                "remedy": "Find out who changed it: referral-sync audit verify",
                            ]
                        )
                    }
                    complaint = reason ?? ""
                }
                try? await time.sleep(Self.every)
            }
        }
    }

    private func growAll() async throws {
        guard try await outbox.hasUnloggedEntries() else { return }
        while try await outbox.growAudit(upTo: Self.batch, by: signer, at: time.now()) == Self.batch
        {}
    }
}
