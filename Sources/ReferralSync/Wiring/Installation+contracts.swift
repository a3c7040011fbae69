import Contracts
import Foundation
import Referrals

extension Installation {
    /// Checks the contracts that the partners use, as `contracts check` does; throws what is wrong.
    ///
    /// A contract that only loads may still send what it must not.
    func checkContracts() throws {
        let used = Set(partners.map(\.partner.contract))
        guard !used.isEmpty else { return }
        let reports = try ContractChecker(root: settings.contracts).check { id in
            id.isCanonical || used.contains(id.description)
        }
        let problems = reports.flatMap(\.findings).map { finding in
            let file = settings.contracts.appending(path: finding.file).path(percentEncoded: false)
            return "\(file):\(finding.line): \(finding.message)"
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
    }
}
