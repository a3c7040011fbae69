import Database
import DatabasePostgres
import Outbox
import Foundation
import Portal
import Vault

/// Looks at the key, the service and the store.
struct StoreChecks {
    let settings: Settings
    let user: ServiceUser

    /// The checks; a store in a file is opened only when no service works on it.
    func all() async -> [Check] {
        if let trouble = RemoteDesk.trouble(settings) {
            return [
                .fail(
                    "service",
                    "\(trouble.message) Whether it runs, and how its key and store are, cannot be seen "
                        + "by this user.",
                    .notAllowed
                )
            ]
        }
        guard let desk = await RemoteDesk.find(settings) else {
            let missing = Check.warn(
                "service",
                "none answers on the socket \(settings.socket). "
                    + (settings.store.file == nil
                        ? "On this machine nothing is delivered until it is started: "
                        : "Nothing is delivered until it is started: ") + "referral-sync run"
            )
            return [key(), memory(ProcessGuard.lockMemory()), missing] + (await store())
        }
        let health = desk.health
        let service = Check.ok(
            "service",
            "process \(health.pid), version \(health.version), on the socket \(settings.socket)"
        )
        switch settings.store {
        case .file:
            return [
                key(), memory(health.memoryTrouble), service,
                .ok("store", "\(health.store), in use by the service"),
            ]
        case .server:
            return [key(), memory(health.memoryTrouble), service, hints(health)] + (await store())
        }
    }

    /// Hints make deliveries sooner; without them the service looks every second or two.
    private func hints(_ health: Health) -> Check {
        guard let trouble = health.hintTrouble else {
            return .ok("hints", "what others make due is learnt of at once")
        }
        return .warn(
            "hints",
            "not received: \(trouble). What others make due is found a second or two later."
        )
    }

    /// Keys may not get from the memory to a disk; what is found is the service's, if one is there.
    private func memory(_ trouble: String?) -> Check {
        guard ProcessGuard.isHidden else {
            return .warn("memory", "core dumps cannot be turned off on this system.")
        }
        guard let trouble else { return .ok("memory", "core dumps off, memory locked") }
        return .warn(
            "memory",
            "core dumps off; not locked, so that keys may get into the swap: \(trouble). Set "
                + "LimitMEMLOCK=infinity in the service's unit, or have no swap that is not encrypted."
        )
    }

    private var hasKey: Bool {
        FileManager.default.fileExists(atPath: settings.keyFile.path)
    }

    private var hasStore: Bool { settings.store.mayExist }

    private func key() -> Check {
        if let skipped = user.skipped("key", [settings.keyFile]) { return skipped }
        guard hasKey || settings.store.file.map({ _ in hasStore }) ?? false else {
            let made =
                settings.store.file == nil
                ? "not made yet; a new store makes \(settings.keyFile.path), one in use has it elsewhere"
                : "not made yet; the first use makes \(settings.keyFile.path)"
            return .ok("key", made)
        }
        do {
            let keys = try settings.keys.load(for: .administration).ids
            return .ok("key", "\(keys.joined(separator: ", ")) in \(settings.keyFile.path)")
        } catch {
            return .fail("key", because: error)
        }
    }

    private func store() async -> [Check] {
        if let skipped = user.skipped("store", [settings.keyFile]) { return [skipped] }
        guard hasStore else {
            return [.ok("store", "not made yet; the first use makes \(settings.store.shown)")]
        }
        do {
            // Opening it would make the key.
            if settings.store.file == nil, !hasKey { return [try await keyless()] }
            let store = try await OpenStore.open(settings)
            let checks: [Check]
            switch settings.store {
            case .file: checks = [try await file(store)]
            case .server: checks = try await server(store)
            }
            await store.close()
            return checks
        } catch {
            return [.fail("store", because: error)]
        }
    }

    private func file(_ store: OpenStore) async throws -> Check {
        let rows = try await store.database.read { connection in
            try connection.rows("PRAGMA quick_check")
        }
        let found = rows.compactMap { try? $0.text("quick_check") }
        guard found == ["ok"] else {
            return .fail(
                "store",
                "\(settings.store.shown) is damaged. Restore it from a backup.",
                .unavailable
            )
        }
        return .ok(
            "store",
            "\(settings.store.shown), sound; it writes durably (WAL, synchronous FULL)"
        )
    }

    private func keyless() async throws -> Check {
        let database = try await OpenStore.database(of: settings)
        let isSealed = try await OutboxStore.isSealed(database)
        try? await database.close()
        guard isSealed else {
            return .ok("store", "\(settings.store.shown), not used yet")
        }
        return .fail(
            "store",
            "\(settings.store.shown) is sealed under a key that is not here. Copy the key file of "
                + "another service on it to \(settings.keyFile.path)"
        )
    }

    private func server(_ store: OpenStore) async throws -> [Check] {
        let standby =
            settings.postgres.needsStandby
            ? "a standby must confirm" : "no standby is asked for (postgresql.standby)"
        let found = Check.ok(
            "store",
            "\(settings.store.shown); it writes durably (synchronous_commit), \(standby)"
        )
        let workers = try await store.outbox.workers(at: store.time.now())
        let duties = try await store.outbox.duties().filter { $0.endsAt > store.time.now() }
        let list = workers.map { worker in
            let mine = duties.filter { $0.worker == worker.id }.map(\.duty).sorted()
            return "\(worker.host), version \(worker.version): "
                + (mine.isEmpty ? "no duty yet" : mine.joined(separator: " "))
        }.joined(separator: "; ")
        let processes: Check =
            workers.isEmpty
            ? .warn("processes", "none works on the store. Start one: referral-sync run")
            : .ok("processes", "\(workers.count) at work: \(list)")
        let complaints = try await store.database.keepUp()
        return [found, processes] + complaints.map { .warn("store", $0) }
    }
}
