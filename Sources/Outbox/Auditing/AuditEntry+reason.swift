import Audit
import Foundation
import Vault

extension AuditEntry {
    /// Keeps why something was done with a child's data, sealed and committed to.
    mutating func explain(_ reason: String, under key: DataKey) throws {
        child = key.id
        commitments["reason"] = key.mac(Data(reason.utf8))
        sealedReason = try key.seal(Data(reason.utf8), as: .auditReason(id))
    }
}
