import Foundation
import Outbox
import Vault

extension Overseer {
    /// So many keys are wrapped anew in one transaction, for which deliveries wait a few milliseconds.
    private static let batch = 500
    /// So long one step goes on, so that whoever asked hears how far it is.
    private static let step: TimeInterval = 2
    /// Each process reads its key file anew every few seconds.
    private static let patience: TimeInterval = 8

    /// The key-encryption keys of the file and of the store.
    package func keys() async throws -> [KeyLine] {
        let file = try await outbox.fileKeys()
        let state = try await outbox.keyState(at: time.now())
        let bound = state.bound ?? file.first
        let stored = state.uses.map(\.key) + [state.bound].compactMap(\.self)
        let others = Set(stored).subtracting(file).sorted()
        let newer = file.prefix { $0 != bound }.count
        return (file + others).enumerated().map { place, id in
            let isNewer = newer < file.count && place < newer
            return KeyLine(
                id: id,
                state: id == bound
                    ? .current : id == file.first ? .next : isNewer ? .unused : .old,
                inFile: file.contains(id),
                children: state.uses.first { $0.key == id }?.children ?? 0,
                secrets: state.uses.first { $0.key == id }?.secrets ?? 0,
                lackedBy: state.workers.filter { !$0.keys.contains(id) }.map(\.host)
            )
        }
    }

    /// Wraps keys under the newest key of the file, for a while; the report says from where to go on.
    ///
    /// The store is bound to the new key first, so that nothing is wrapped under another any more while
    /// the rest is done. Every step may be repeated.
    package func rotateKeys(
        to wanted: String? = nil,
        after last: String? = nil
    ) async throws -> RotationReport {
        let file = try await outbox.fileKeys()
        let key = file[0]
        if let meant = wanted, meant != key {
            guard file.contains(meant) else {
                throw RotationError.lacked(key: meant, by: ["the service itself"])
            }
            throw RotationError.changed(from: meant, to: key)
        }
        try await bind(to: key)
        var report = RotationReport(key: key)
        let end = time.now().addingTimeInterval(Self.step)
        report.next = last
        repeat {
            let done = try await outbox.rewrap(
                upTo: Self.batch,
                after: report.next,
                under: key
            )
            report.rewrapped += done.rewrapped
            report.unopened += done.unopened
            report.next = done.last
        } while report.next != nil && time.now() < end
        if report.next == nil {
            let done = try await outbox.rewrapSecrets(under: key)
            report.rewrapped += done.rewrapped
            report.unopened += done.unopened
        }
        return report
    }

    /// Notes in the log what somebody did to the key file.
    package func noteKey(_ id: String, _ action: String, because reason: String?) async throws {
        try await outbox.noteKey(id, action, because: reason, at: time.now())
    }

    private func bind(to key: String) async throws {
        let end = time.now().addingTimeInterval(Self.patience)
        while true {
            let lacking = try await outbox.bind(to: key, at: time.now())
            if lacking.isEmpty { return }
            guard time.now() < end else { throw RotationError.lacked(key: key, by: lacking) }
            try await time.sleep(.milliseconds(300))
        }
    }
}
