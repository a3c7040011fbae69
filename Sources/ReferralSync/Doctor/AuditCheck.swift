import Audit
import Foundation

/// Says how the audit log stands, and when somebody last looked at all of it.
struct AuditCheck {
    private static let waitingLimit: TimeInterval = 60
    private static let lookEvery: TimeInterval = 30 * 86_400

    let state: AuditState
    /// Whether a service works on the store, which puts new entries into the tree.
    let isServed: Bool
    let now: Date

    var check: Check {
        let text = [entries, waiting, look].compactMap(\.self).joined(separator: ", ")
        if state.verifiedAt != nil, state.findings > 0 {
            return .fail(
                "audit log",
                text + ". See where: referral-sync audit verify",
                .unavailable
            )
        }
        if isServed, let since = state.waitingSince,
            now.timeIntervalSince(since) > Self.waitingLimit
        {
            return .warn("audit log", text + ". The service's log says why.")
        }
        guard let verifiedAt = state.verifiedAt,
            now.timeIntervalSince(verifiedAt) <= Self.lookEvery
        else {
            return .warn("audit log", text + ". Look at all of it: referral-sync audit verify")
        }
        return .ok("audit log", text)
    }

    private var entries: String {
        let signed = state.checkpointAt.map { "the last checkpoint \(age($0)) old" }
        return "\(state.entries) entries, \(signed ?? "no checkpoint yet")"
    }

    private var waiting: String? {
        guard state.waiting > 0, let since = state.waitingSince else { return nil }
        let served = isServed ? "" : ", for background sync"
        return "\(state.waiting) wait to be put into the tree since \(age(since))\(served)"
    }

    private var look: String {
        guard let verifiedAt = state.verifiedAt else {
            return state.entries > AuditState.searched
                ? "not verified within the last \(AuditState.searched) entries" : "never verified"
        }
        let found = state.findings == 0 ? "nothing found" : "\(state.findings) FINDINGS"
        return "verified \(age(verifiedAt)) ago, \(found)"
    }

    private func age(_ moment: Date) -> String {
        Moments.age(seconds: Int(now.timeIntervalSince(moment)))
    }
}
