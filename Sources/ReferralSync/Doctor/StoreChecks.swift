import Database
import DatabaseSQLite
import Foundation
import Portal
import Vault

/// Looks at the key, the service and the store.
struct StoreChecks {
    let settings: Settings

    /// The checks; the store is opened only when no service works on it.
    func all() async -> [Check] {
        if let desk = await RemoteDesk.find(settings) {
            let health = desk.health
            return [
                key(),
                .ok(
                    "service",
                    "process \(health.pid), version \(health.version), on the socket "
                        + settings.socket
                ),
                .ok("store", "\(health.store), in use by the service"),
            ]
        }
        return [
            key(),
            .warn(
                "service",
                "none answers on the socket \(settings.socket). Nothing is delivered until it is "
                    + "started: referral-sync run"
            ),
            await store(),
        ]
    }

    private var hasStore: Bool { FileManager.default.fileExists(atPath: settings.store.path) }

    private func key() -> Check {
        guard FileManager.default.fileExists(atPath: settings.keyFile.path) || hasStore else {
            return .ok("key", "not made yet; the first use makes \(settings.keyFile.path)")
        }
        do {
            let key = try KeyFile.load(settings.keyFile)
            return .ok("key", "\(key.id) in \(settings.keyFile.path)")
        } catch {
            return .fail("key", because: error)
        }
    }

    private func store() async -> Check {
        guard hasStore else {
            return .ok("store", "not made yet; the first use makes \(settings.store.path)")
        }
        do {
            let store = try await OpenStore.open(settings)
            let rows = try await store.database.read { connection in
                try connection.rows("PRAGMA quick_check")
            }
            await store.close()
            let found = rows.compactMap { try? $0.text("quick_check") }
            guard found == ["ok"] else {
                return .fail(
                    "store",
                    "\(settings.store.path) is damaged. Restore it from a backup.",
                    .unavailable
                )
            }
            return .ok(
                "store",
                "\(settings.store.path), sound; it writes durably (WAL, synchronous FULL)"
            )
        } catch {
            return .fail("store", because: error)
        }
    }
}
