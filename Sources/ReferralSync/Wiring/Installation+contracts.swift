import Contracts
import Foundation
import Referrals

extension Installation {
    /// Checks the contracts that the partners use, as `contracts check` does; throws what is wrong.
    ///
    /// A contract that only loads may still send what it must not.
    func checkContracts() async throws {
        let used = Set(partners.map(\.partner.contract))
        guard !used.isEmpty else { return }
        let sound = SoundContracts(used, of: settings)
        guard !sound.areKnown else { return }
        let checker = try ContractChecker(root: settings.contracts)
        let reports = await SlowLane.run {
            checker.check { id in id.isCanonical || used.contains(id.description) }
        }
        let problems = reports.flatMap(\.findings).map { finding in
            let file = settings.contracts.appending(path: finding.file).path(percentEncoded: false)
            return "\(file):\(finding.line): \(finding.message)"
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        sound.remember()
    }

    /// What to say of partners that are sent to by a contract that nobody has agreed to yet.
    var drafts: [String] {
        partners.compactMap { partner in
            guard let id = ContractID(partner.partner.contract),
                library[id]?.about.status == .draft
            else { return nil }
            return
                "\(partner.id) is sent to by \(id), which is a draft. Set its status to agreed when "
                + "both sides have."
        }
    }
}
