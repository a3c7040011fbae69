import Delivery
import Foundation
import Outbox
import Oversight

/// What the process that drives a lane lets the others know of it.
struct LaneNote: Sendable {
    let worker: String
    private let endsAt: Date
    let condition: LaneCondition?

    private init(_ line: DutyLine) {
        worker = line.worker
        endsAt = line.endsAt
        condition = line.note.flatMap {
            try? JSONDecoder().decode(LaneCondition.self, from: Data($0.utf8))
        }
    }

    /// Whether somebody drives the lane.
    func isLive(at now: Date) -> Bool { endsAt > now }

    /// The outage that the lane was in, to go on with.
    var outage: Outage? {
        guard let condition, condition.kind == .outage || condition.kind == .misconfigured,
            let since = condition.since, let until = condition.until
        else { return nil }
        let cause = Outage.Cause(condition.reason ?? "", isOurs: condition.kind == .misconfigured)
        return Outage(since: since, cause: cause, nextProbe: until)
    }

    /// The notes of all lanes, by partner.
    static func all(in outbox: OutboxStore) async throws -> [String: LaneNote] {
        try await outbox.duties().reduce(into: [:]) { notes, line in
            guard let partner = Lane.partner(ofDuty: line.duty) else { return }
            notes[partner] = LaneNote(line)
        }
    }

    /// The note of one lane, if there is one that can be read.
    static func of(_ partner: String, in outbox: OutboxStore) async -> LaneNote? {
        guard outbox.isShared else { return nil }
        return (try? await all(in: outbox))?[partner]
    }

    /// What is to be noted of a lane in some condition.
    static func text(_ condition: LaneCondition?) -> String? {
        condition.flatMap { try? JSONEncoder().encode($0) }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
