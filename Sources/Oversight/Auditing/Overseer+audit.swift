package import Audit
package import Foundation
import Outbox

/// Entries of the log for people, newest first; the document of `audit list --json`.
package struct AuditList: Sendable, Codable, Equatable {
    /// One entry.
    package struct Line: Sendable, Codable, Equatable {
        package let id: String
        package let at: Date
        /// Its place in the log, once it has one.
        package let position: Int64?
        package let kind: String
        package let action: String
        package let by: String
        package let child: String?
        package let referral: String?
        package let delivery: String?
        package let to: String?
        package let facts: [String: String]?
        /// Why; gone once the child's data was erased.
        package let reason: String?
    }

    package let entries: [Line]
    /// Where the next page begins, if there is one.
    package let next: Int64?
}

/// Everything that happened to one child's data; can be verified without us.
package struct AuditBundle: Sendable, Codable, Equatable {
    package let referral: String
    package let marking: String
    package let madeAt: Date
    package let entries: [ProvenEntry]
}

extension Overseer {
    /// Entries of the log.
    package func auditEntries(_ query: AuditQuery, about reference: String?) async throws
        -> AuditList
    {
        let found = try await outbox.auditEntries(query, about: reference)
        return AuditList(
            entries: found.map { entry, reason in
                let content = entry.content
                return AuditList.Line(
                    id: entry.id,
                    at: Date(timeIntervalSince1970: Double(content.at) / 1000),
                    position: entry.position,
                    kind: content.kind,
                    action: content.action,
                    by: content.by,
                    child: content.child,
                    referral: content.referral,
                    delivery: content.delivery,
                    to: content.to,
                    facts: content.facts,
                    reason: reason
                )
            },
            next: found.count == query.limit ? found.last?.entry.position : nil
        )
    }

    /// How the log stands, without a look at all of it.
    package func auditState() async throws -> AuditState { try await outbox.auditState() }

    /// Looks at the whole log; new entries are put into the tree first.
    ///
    /// The look itself is noted when it has ended, with how much was found.
    package func verifyAudit(witnessed: [String], because reason: String?) async throws
        -> AuditReport
    {
        let signer = try await outbox.auditSigner(at: time.now())
        do {
            _ = try await upToDateSigner()
        } catch is AuditDamage {
            // The look says where.
        } catch is TreeError {
            // So it does here.
        }
        let report = try await outbox.verifyAudit(
            witnessed: witnessed,
            signer: signer,
            at: time.now
        )
        try await outbox.noteConsultation(
            AuditEntry.logVerified,
            because: reason,
            facts: ["entries": "\(report.entries)", "findings": "\(report.damageCount)"],
            at: time.now()
        )
        return report
    }

    /// The proof of one entry.
    package func proveEntry(_ id: String, because reason: String?) async throws -> ProvenEntry {
        let signer = try await upToDateSigner()
        guard let proven = try await outbox.provenEntry(id, vkey: signer.vkey) else {
            throw AuditError.unknownEntry(id)
        }
        try await outbox.noteConsultation(
            "entry proven",
            because: reason,
            facts: ["entry": id],
            at: time.now()
        )
        return proven
    }

    /// The proofs of everything that happened to one child's data.
    package func auditBundle(about reference: String, because reason: String?) async throws
        -> AuditBundle
    {
        try await outbox.noteConsultation(
            "log of a child exported",
            about: reference,
            because: reason,
            at: time.now()
        )
        let signer = try await upToDateSigner()
        return AuditBundle(
            referral: reference,
            marking: "OFFICIAL-SENSITIVE",
            madeAt: time.now(),
            entries: try await outbox.provenEntries(about: reference, vkey: signer.vkey)
        )
    }

    /// The log as static files that any reader of tlog-tiles understands.
    package func writeAuditFiles(
        because reason: String?,
        _ write: @Sendable (_ path: String, _ bytes: Data) throws -> Void
    ) async throws -> String {
        try await outbox.noteConsultation("log exported", because: reason, at: time.now())
        let signer = try await upToDateSigner()
        try await outbox.auditFiles(write)
        return signer.vkey
    }

    private func upToDateSigner() async throws -> NoteSigner {
        let signer = try await outbox.auditSigner(at: time.now())
        while try await outbox.hasUnloggedEntries() {
            guard try await outbox.growAudit(upTo: 2000, by: signer, at: time.now()) > 0 else {
                break
            }
        }
        return signer
    }
}

/// Why a question to the log has no answer.
package enum AuditError: Error, Equatable {
    case unknownEntry(String)

    /// What to do.
    package var message: String {
        switch self {
        case .unknownEntry(let id):
            "The log has no entry \(id). The list of all: referral-sync audit list"
        }
    }
}
