/// What a look at the whole log found.
package struct AuditReport: Sendable, Codable, Equatable {
    /// How many damages are told; more are only counted.
    static let toldMax = 100

    /// Entries in the tree.
    package internal(set) var entries: Int64 = 0
    /// Entries that are not in the tree yet.
    package internal(set) var waiting = 0
    /// Rows of other tables that were compared with what the log says of them.
    package internal(set) var rows = 0
    package internal(set) var checkpoints = 0
    /// The newest checkpoint.
    package internal(set) var checkpoint: String?
    package internal(set) var vkey: String
    package internal(set) var damages: [AuditDamage] = []
    package internal(set) var damageCount = 0

    /// Whether everything is as the log says.
    package var isSound: Bool { damageCount == 0 }

    /// Starts with nothing found.
    init(vkey: String) { self.vkey = vkey }

    /// Notes a damage.
    package mutating func note(_ damage: AuditDamage) {
        damageCount += 1
        if damages.count < Self.toldMax { damages.append(damage) }
    }

    mutating func note(_ place: String, _ what: String) { note(AuditDamage(place, what)) }
}
