package import Audit
import Foundation
package import Oversight
package import Referrals

/// `audit list`.
package struct AuditListOrder: DeskOrder {
    package static let path = "audit/list"
    package static let role = Role.auditor

    package let query: AuditQuery
    /// Only about the child of this referral.
    package let about: String?
    package var reference: String? { about }

    /// Asks for entries.
    package init(query: AuditQuery, about: String?) {
        self.query = query
        self.about = about
    }

    package func carryOut(at desk: LocalDesk) async throws -> AuditList {
        try await desk.overseer.auditEntries(query, about: about)
    }
}

/// What `doctor` says of the log.
package struct AuditStateOrder: DeskOrder {
    package static let path = "audit/state"
    package static let role = Role.auditor

    /// Asks how the log stands.
    package init() {}

    package func carryOut(at desk: LocalDesk) async throws -> AuditState {
        try await desk.overseer.auditState()
    }
}

/// `audit verify`.
package struct AuditVerifyOrder: DeskOrder {
    package static let path = "audit/verify"
    package static let role = Role.auditor

    /// Checkpoints that others kept.
    package let witnessed: [String]
    /// Why, for the log.
    package let reason: String?

    /// Asks to look at everything.
    package init(witnessed: [String], reason: String?) {
        self.witnessed = witnessed
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> AuditReport {
        try await desk.overseer.verifyAudit(witnessed: witnessed, because: try reason?.required())
    }
}

/// `audit prove`.
package struct AuditProveOrder: DeskOrder {
    package static let path = "audit/prove"
    package static let role = Role.auditor

    package let entry: String
    /// Why, for the log.
    package let reason: String?

    /// Asks for the proof of an entry.
    package init(entry: String, reason: String?) {
        self.entry = entry
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> ProvenEntry {
        try await desk.overseer.proveEntry(entry, because: try reason?.required())
    }
}

/// `audit export REFERRAL`.
package struct AuditBundleOrder: DeskOrder {
    package static let path = "audit/export"
    package static let role = Role.auditor

    package let referral: String
    /// Why, for the log.
    package let reason: String?
    package var reference: String? { referral }

    /// Asks for everything that happened to a child's data.
    package init(referral: String, reason: String?) {
        self.referral = referral
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> AuditBundle {
        try await desk.overseer.auditBundle(about: referral, because: try reason?.required())
    }
}

/// `audit export --log FOLDER`: the service writes the files itself.
package struct AuditFilesOrder: DeskOrder {
    package static let path = "audit/files"
    package static let role = Role.auditor
    package static let isForThisMachine = true

    /// An absolute path of a folder that is not there yet.
    package let folder: String
    /// Why, for the log.
    package let reason: String?

    /// Asks for the log as files.
    package init(folder: String, reason: String?) {
        self.folder = folder
        self.reason = reason
    }

    /// What is needed to check them.
    package struct Report: Sendable, Codable {
        package let vkey: String
        package let files: Int
    }

    package func carryOut(at desk: LocalDesk) async throws -> Report {
        try await desk.writeAuditFiles(
            to: URL(filePath: folder),
            because: try reason?.required()
        )
    }
}
