package import Oversight
package import Referrals

import Logging

/// `keys list`.
package struct KeysOrder: DeskOrder {
    package static let path = "keys/list"
    package static let role = Role.administrator

    /// Asks for all keys of the file and of the store.
    package init() {}

    package func carryOut(at desk: LocalDesk) async throws -> [KeyLine] {
        try await desk.overseer.keys()
    }
}

/// `keys rotate`: wraps keys under the newest key of the file, or goes on with that, for a while.
package struct RotationOrder: DeskOrder {
    package static let path = "keys/rotate"
    package static let role = Role.administrator

    /// The key that is meant; nil for whichever is the newest of the service's file.
    package let key: String?
    /// Where the step before ended; nil to begin.
    package let after: String?

    /// Asks for a step of a rotation.
    package init(key: String?, after: String? = nil) {
        self.key = key
        self.after = after
    }

    package func carryOut(at desk: LocalDesk) async throws -> RotationReport {
        let report = try await desk.overseer.rotateKeys(to: key, after: after)
        desk.logger.notice(
            "keys wrapped anew",
            metadata: [
                "key.id": "\(report.key)", "keys": "\(report.rewrapped)",
                "unopened": "\(report.unopened)", "finished": "\(report.next == nil)",
                "by": "\(Caller.current.name)",
            ]
        )
        return report
    }
}

/// Notes in the log what `keys create` or `keys retire` did to the key file.
package struct KeyNoteOrder: DeskOrder {
    package static let path = "keys/notes"
    package static let role = Role.administrator
    package static let isForThisMachine = true

    /// What was done to the key file.
    package enum Act: String, Sendable, Codable {
        case made, retired
    }

    package let key: String
    package let act: Act
    /// Why, for the log.
    package let reason: String?

    /// Tells what was done to a key.
    package init(key: String, act: Act, reason: String?) {
        self.key = key
        self.act = act
        self.reason = reason
    }

    package func carryOut(at desk: LocalDesk) async throws -> Done {
        guard key.count <= 100 else { throw DeskError.badRequest("Expected the ID of a key.") }
        try await desk.overseer.noteKey(
            key,
            "key \(act.rawValue)",
            because: try reason?.required()
        )
        return Done(count: 1)
    }
}
