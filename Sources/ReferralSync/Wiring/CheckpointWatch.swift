import Audit
import Foundation
import Outbox
import ServiceLifecycle
import Synchronization

/// Knows the audit log's newest checkpoint, which goes to the partners with each delivery.
final class CheckpointWatch: Service {
    private static let every: Duration = .seconds(2)

    private let store: OpenStore
    private let known = Mutex<String?>(nil)

    init(_ store: OpenStore) { self.store = store }

    /// The checkpoint as a field of a request: the signed note in base64.
    var field: String? { known.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // The one from before serves as well until the store can be read again.
                if let head = try? await self.store.outbox.auditHead() {
                    self.known.withLock { $0 = Data(head.note.utf8).base64EncodedString() }
                }
                try? await self.store.time.sleep(Self.every)
            }
        }
    }
}
