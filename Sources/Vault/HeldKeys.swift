import Foundation
import Synchronization

/// The ring that a process works with, read anew when the file has become another.
final class HeldKeys: Sendable {
    /// A row may name a key that is nowhere; the file is not read for each of a thousand such rows.
    private static let every: Duration = .seconds(1)

    private struct State {
        var ring: KeyRing
        var readAt: ContinuousClock.Instant?
        /// The key that the store was last seen bound to.
        var bound: String?
    }

    private let state: Mutex<State>
    private let file: KeyFile?

    init(_ ring: KeyRing, file: KeyFile?) {
        state = Mutex(State(ring: ring))
        self.file = file
    }

    var ring: KeyRing { state.withLock { $0.ring } }

    /// The key that new keys are wrapped under, as far as is known.
    var current: KeyEncryptionKey {
        state.withLock { state in state.bound.flatMap { state.ring[$0] } ?? state.ring.newest }
    }

    /// The key with an identifier; the file is read anew when it is not on the ring.
    func key(_ id: String) -> KeyEncryptionKey? {
        state.withLock { state in
            if let key = state.ring[id] { return key }
            if let readAt = state.readAt, ContinuousClock.now - readAt < Self.every { return nil }
            try? reread(&state)
            return state.ring[id]
        }
    }

    /// Reads the file anew; a ring without the store's own key is not taken.
    func reread() throws(VaultError) {
        let result = state.withLock { state -> Result<Void, VaultError> in
            do throws(VaultError) {
                return .success(try reread(&state))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Notes which key the store is bound to.
    func note(bound id: String) { state.withLock { $0.bound = id } }

    private func reread(_ state: inout State) throws(VaultError) {
        guard let file else { return }
        state.readAt = ContinuousClock.now
        let ring = try file.load()
        if let bound = state.bound, ring[bound] == nil, state.ring[bound] != nil {
            throw .wrongKey(needed: bound, given: ring.ids.joined(separator: " "))
        }
        state.ring = ring
    }
}
