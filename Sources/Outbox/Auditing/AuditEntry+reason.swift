import Audit
import Foundation
import Vault

extension AuditEntry {
    /// Keeps why something was done with a child's data, sealed and committed to.
    mutating func explain(_ reason: String, ofChildUnder key: DataKey) throws {
        child = key.id
        try explain(reason, under: key)
    }

    /// Keeps why something was done, sealed and committed to.
    mutating func explain(_ reason: String, under key: DataKey) throws {
        commitments["reason"] = key.mac(Data(reason.utf8))
        sealedReason = try key.seal(Data(reason.utf8), as: .auditReason(id))
    }
}
