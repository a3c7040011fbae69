package import Foundation
package import Referrals

import Audit
import Crypto
import Database
import Vault

/// Entries about what changes no row: who was refused, who read the log, who changed the key file.
extension OutboxStore {
    /// Notes that somebody was refused something; the reference counts only if something is known by it.
    package func note(_ refusal: Refusal, at now: Date) async throws {
        try await Caller.$current.withValue(refusal.caller) {
            try await audited(at: now) { connection, trail in
                var entry = trail.entry(.administration, "refused")
                entry.facts["asked"] = refusal.order
                if let reference = refusal.reference,
                    let id = try? referralID(meaning: reference, on: connection),
                    let child = try? children(of: id, on: connection).first
                {
                    entry.referral = id
                    entry.child = child
                }
                trail.add(entry)
            }
        }
    }

    /// Notes that somebody looked at the log, or at what it says of a referral's child.
    package func noteConsultation(
        _ action: String,
        about reference: String? = nil,
        because reason: String?,
        facts: [String: String] = [:],
        at now: Date
    ) async throws {
        try await audited(at: now) { connection, trail in
            let meant: [String?] =
                try reference.map { try children(of: $0, on: connection) } ?? [nil]
            for child in meant {
                var entry = trail.entry(.consultation, action)
                entry.facts = facts
                entry.child = child
                if let reason {
                    let key = try child.flatMap { id in
                        try keys.unlessErased { try keys.key(id: id, on: connection) }
                    }
                    try entry.explain(
                        reason,
                        under: try key ?? reasonKey(at: now, on: connection)
                    )
                }
                trail.add(entry)
            }
        }
    }

    /// Notes what somebody did to the key file, which the store does not hold.
    package func noteKey(
        _ id: String,
        _ action: String,
        because reason: String?,
        at now: Date
    ) async throws {
        try await audited(at: now) { connection, trail in
            var entry = trail.entry(.administration, action)
            entry.facts["key"] = id
            if let reason {
                try entry.explain(reason, under: try reasonKey(at: now, on: connection))
            }
            trail.add(entry)
        }
    }

    private static let reasonSecret = "audit-reasons"

    /// What seals reasons that belong to no child: a secret of the store.
    func reasonKey(at now: Date, on connection: any SQLConnection) throws -> DataKey {
        DataKey(
            id: Self.reasonSecret,
            secret: SymmetricKey(
                data: try keys.secret(Self.reasonSecret, on: connection, at: now)
            )
        )
    }

    /// The same, if it was made before.
    func storedReasonKey(on connection: any SQLConnection) throws -> DataKey? {
        try keys.storedSecret(Self.reasonSecret, on: connection).map { secret in
            DataKey(id: Self.reasonSecret, secret: SymmetricKey(data: secret))
        }
    }

    /// Why an entry was made; nil when it does not say, or its child's key is gone.
    func reason(of entry: LoggedEntry, on connection: any SQLConnection) -> String? {
        guard let sealed = entry.sealedReason else { return nil }
        let place = SealedPlace.auditReason(entry.id)
        if let child = entry.content.child,
            let key = try? keys.key(id: child, on: connection),
            let plain = try? key.open(sealed, as: place)
        {
            return String(decoding: plain, as: UTF8.self)
        }
        guard let key = try? storedReasonKey(on: connection) else { return nil }
        return (try? key.open(sealed, as: place)).map { String(decoding: $0, as: UTF8.self) }
    }
}
