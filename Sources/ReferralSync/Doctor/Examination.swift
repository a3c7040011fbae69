import Contracts
import Foundation
import Oversight
import Portal
import Referrals
import X509

/// Looks at everything that background sync needs.
struct Examination {
    let options: GlobalOptions
    let now: Date

    /// The checks, in the order in which things are needed.
    func checks() async -> [Check] {
        let loaded: LoadedSettings
        do {
            loaded = try await options.load()
        } catch {
            return [.fail("settings", because: error)] + LibraryChecks.all() + [clock(nil)]
        }
        let settings = loaded.settings
        let file = loaded.file?.path ?? "none, defaults only"
        let user = ServiceUser(settings)
        return [.ok("settings", file), contracts(settings)]
            + PeopleChecks(
                settings: settings,
                partners: (try? PartnerFolder.read(loaded).partners) ?? [],
                user: user,
                now: now
            ).all()
            + (await partners(loaded, user))
            + (await StoreChecks(settings: settings, user: user).all())
            + (await stranded(loaded, user))
            + (await auditLog(loaded, user))
            + (await backups(loaded, user))
            + [disk(settings)]
            + LibraryChecks.all()
            + [await LibraryChecks.sqlite(), clock(settings)]
    }

    /// Deliveries whose partner's file was removed.
    private func stranded(_ loaded: LoadedSettings, _ user: ServiceUser) async -> [Check] {
        guard loaded.settings.store.mayExist else { return [] }
        if let skipped = user.skipped("deliveries", without: .viewer, .operator, .auditor) {
            return [skipped]
        }
        let report = try? await DeskDoor(loaded).once { desk in try await desk.queue() }
        return (report?.partners ?? []).filter(\.isStranded).map { partner in
            .fail(
                "deliveries",
                "\(partner.counts.queued + partner.counts.uncertain) wait for \(partner.id), which has "
                    + "no partner file. Put it back, then send SIGHUP to the service."
            )
        }
    }

    /// How the audit log stands; that the store cannot be asked was said already.
    private func auditLog(_ loaded: LoadedSettings, _ user: ServiceUser) async -> [Check] {
        if let skipped = user.skipped("audit log", without: AuditStateOrder.role) {
            return [skipped]
        }
        let door = DeskDoor(loaded)
        guard loaded.settings.store.mayExist,
            let state = try? await door.once({ desk in try await desk.carryOut(AuditStateOrder()) })
        else { return [] }
        return [AuditCheck(state: state, isServed: await !door.worksAlone, now: now).check]
    }

    /// What the store says of its backups; that it cannot be asked was said already.
    private func backups(_ loaded: LoadedSettings, _ user: ServiceUser) async -> [Check] {
        if let skipped = user.skipped("backup", without: .auditor) { return [skipped] }
        guard loaded.settings.store.mayExist,
            let records = try? await DeskDoor(loaded).once({ desk in try await desk.backups() })
        else { return [] }
        return BackupChecks(settings: loaded.settings.backup, records: records, now: now).all()
    }

    private func contracts(_ settings: Settings) -> Check {
        do {
            let library = try ContractLibrary.load(settings)
            return .ok(
                "contracts",
                "\(library.contracts.count) in \(settings.contracts.path)"
            )
        } catch {
            return .fail("contracts", because: error)
        }
    }

    /// A partner file that is wrong keeps nobody from looking at the others.
    private func partners(_ loaded: LoadedSettings, _ user: ServiceUser) async -> [Check] {
        do {
            guard loaded.settings.contractsAreThere else {
                let (partners, problems) = try PartnerFolder.read(loaded)
                return checks(of: partners, problems, in: loaded.settings.partners, user)
            }
            let (installation, problems) = try Installation.read(loaded)
            return checks(of: installation.partners, problems, in: loaded.settings.partners, user)
                + (await contracts(of: installation))
        } catch {
            return [.fail("partners", because: error)]
        }
    }

    private func checks(
        of partners: [PartnerSettings],
        _ problems: [String],
        in folder: URL,
        _ user: ServiceUser
    ) -> [Check] {
        let wrong = problems.map { Check.fail("partners", $0) }
        let right =
            partners.isEmpty
            ? Check.warn("partners", "none. Add a file for each to \(folder.path)")
            : .ok("partners", "\(partners.count) in \(folder.path)")
        return wrong + (partners.isEmpty && !wrong.isEmpty ? [] : [right])
            + partners.flatMap { certificates(of: $0, user) }
    }

    /// What is wrong with the contracts that partners use.
    private func contracts(of installation: Installation) async -> [Check] {
        do {
            try await installation.checkContracts()
            return installation.drafts.map { .warn("contracts", $0) }
        } catch {
            return [.fail("contracts", because: error)]
        }
    }

    private func certificates(of partner: PartnerSettings, _ user: ServiceUser) -> [Check] {
        let name = "certificates of \(partner.id)"
        let files = partner.secretFiles.map(\.url)
        if let skipped = user.skipped(name, files) { return [skipped] }
        do { _ = try partner.credentials() } catch { return [.fail(name, error.message)] }
        guard !partner.tls.files.isEmpty else {
            return [
                .warn(
                    name,
                    "none: the system's authorities are trusted, and the partner cannot know us "
                        + "by a certificate. Name the files below tls."
                )
            ]
        }
        let findings = TLSFinding.all(of: partner, at: now)
        let end = partner.tls.certificate.flatMap { PEMFile.certificate(at: $0)?.notValidAfter }
        guard !findings.isEmpty else {
            return [.ok(name, end.map { "valid until \(Moments.text($0))" } ?? "readable")]
        }
        return findings.map { finding in
            switch finding {
            case .broken(let text), .expired(let text): .fail(name, text)
            case .endsSoon(let text), .onePin(let text): .warn(name, text)
            }
        }
    }

    private func disk(_ settings: Settings) -> Check {
        let folder = settings.stateFolder
        var place = folder
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place = place.deletingLastPathComponent()
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return .warn("disk", "the free space at \(folder.path) cannot be read.")
        }
        let text = "\(free >> 20) MiB free at \(folder.path)"
        switch free {
        case ..<(100 << 20): return .fail("disk", text + ". Free some space.", .unavailable)
        case ..<(1 << 30): return .warn("disk", text + ". Free some space.")
        default: return .ok("disk", text)
        }
    }

    /// A clock that is wrong makes certificates invalid and retries late.
    private func clock(_ settings: Settings?) -> Check {
        let attributes = settings?.store.file.flatMap {
            try? FileManager.default.attributesOfItem(atPath: $0.path)
        }
        let written = attributes?[.modificationDate] as? Date
        if let written, written > now.addingTimeInterval(60) {
            return .fail(
                "clock",
                "it says \(Moments.text(now)), but the store was written at "
                    + "\(Moments.text(written)). Set the clock.",
                .unavailable
            )
        }
        guard now > ProgramVersion.builtAfter else {
            return .fail("clock", "it says \(Moments.text(now)). Set the clock.", .unavailable)
        }
        return .ok("clock", Moments.text(now))
    }
}

extension Settings {
    /// Whether the folder of contracts can be loaded; if not, that was said already.
    fileprivate var contractsAreThere: Bool { (try? ContractLibrary.load(self)) != nil }
}
