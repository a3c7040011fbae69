import Database
import Delivery
import Foundation
import Logging
import Outbox
import ServiceLifecycle
import Synchronization

/// Tells this process's lanes what other processes made due, held back or let go.
///
/// Looking every second or two is the truth; hints from the others only make it sooner.
struct SharedStoreWatch: Service {
    private static let every = 1.5

    let store: OpenStore
    let bell: Doorbell
    let hints: HintState
    /// The partners whose lanes this process may drive now.
    let partners: @Sendable () -> [String]
    let random: @Sendable () -> Double
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let held = HeldPartners()
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await news in store.database.news(schema: OutboxStore.schema) {
                        await take(news, held)
                    }
                }
                while !Task.isCancelled {
                    await look(held)
                    let pause = Self.every * (0.75 + 0.5 * random())
                    try? await store.time.sleep(.seconds(pause))
                }
                group.cancelAll()
            }
        }
    }

    private func take(_ news: SharedStoreNews, _ held: HeldPartners) async {
        switch news {
        case .connected: if hints.isReceived(true) { logger.notice("hints are received again") }
        case .hint: await look(held)
        case .lost(let reason):
            if hints.isReceived(false, because: reason) {
                logger.warning("hints are not received", metadata: ["reason": "\(reason)"])
            }
        }
    }

    private func look(_ held: HeldPartners) async {
        do {
            let partners = partners()
            bell.ring(try await store.outbox.due(among: partners, at: store.time.now()))
            let now = Set(try await store.outbox.holds().map(\.partner))
            for partner in held.changes(to: now) { bell.hold(partner, now.contains(partner)) }
        } catch {
            // The next look finds it.
        }
    }
}

/// The partners that were held back at the last look.
private final class HeldPartners: Sendable {
    private let known = Mutex<Set<String>>([])

    func changes(to now: Set<String>) -> Set<String> {
        known.withLock { known in
            defer { known = now }
            return known.symmetricDifference(now)
        }
    }
}

/// Whether hints from other processes are received, for those who ask.
final class HintState: Sendable {
    private let trouble = Mutex<String?>(nil)

    /// Why none are received, if so.
    var reason: String? { trouble.withLock { $0 } }

    /// Takes in what is so now; whether it is new.
    func isReceived(_ isReceived: Bool, because reason: String = "") -> Bool {
        trouble.withLock { trouble in
            defer { trouble = isReceived ? nil : reason }
            return (trouble == nil) != isReceived
        }
    }
}
