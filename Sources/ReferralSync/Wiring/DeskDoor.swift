import Database
import Foundation
import Logging
import Outbox
import Portal
import Referrals

/// Finds the desk for a command: the running service, or else the store itself.
actor DeskDoor {
    /// How long a service may take to start or to come back.
    private static let patience: Duration = .seconds(5)
    private static let pause: Duration = .milliseconds(100)

    private enum Open {
        case remote(RemoteDesk)
        case local(GuardedDesk, OpenStore)
    }

    private let loaded: LoadedSettings
    private let time: TimeSource
    private var open: Open?
    /// Whether no service works on the store, so that nothing is sent until one is started.
    private(set) var worksAlone = false

    init(_ loaded: LoadedSettings, time: TimeSource = .system) {
        self.loaded = loaded
        self.time = time
    }

    /// Does something at the desk and closes the door.
    func once<Answer: Sendable>(
        _ work: @Sendable (any ReferralDesk) async throws -> Answer
    ) async throws -> Answer {
        do {
            let answer = try await use(work)
            await close()
            return answer
        } catch {
            await close()
            throw error
        }
    }

    /// Does something at the desk and leaves the door open.
    ///
    /// When the service is lost on the way, the same is done again at the desk that takes its
    /// place: every request may be repeated without harm.
    func use<Answer: Sendable>(
        _ work: @Sendable (any ReferralDesk) async throws -> Answer
    ) async throws -> Answer {
        let end = time.now().addingTimeInterval(Double(Self.patience.components.seconds))
        while true {
            do {
                let desk = try await desk(until: end)
                let caller = loaded.settings.access.caller(.current, owner: geteuid())
                return try await Caller.$current.withValue(caller) { try await work(desk) }
            } catch let lost as ServiceLost {
                open = nil
                guard time.now() < end else { throw Complaint(.unavailable, lost.message) }
                try await time.sleep(Self.pause)
            }
        }
    }

    /// Lets others open the store.
    func close() async {
        if case .local(_, let store) = open { await store.close() }
        open = nil
    }

    private func desk(until end: Date) async throws -> any ReferralDesk {
        switch open {
        case .remote(let desk): return desk
        case .local(let desk, _): return desk
        case nil: break
        }
        while true {
            if let desk = await RemoteDesk.find(loaded.settings) {
                open = .remote(desk)
                return desk
            }
            if let trouble = RemoteDesk.trouble(loaded.settings) { throw trouble }
            do {
                let installation = try Installation.load(loaded)
                let store = try await OpenStore.open(loaded.settings)
                let desk = installation.desk(
                    on: store,
                    ringing: nil,
                    board: nil,
                    // What a command does it says itself.
                    logger: Logger(label: "command") { _ in SwiftLogNoOpLogHandler() }
                )
                let guarded = GuardedDesk(desk) { refusal in
                    try await store.outbox.note(refusal, at: store.time.now())
                }
                open = .local(guarded, store)
                worksAlone =
                    store.outbox.isShared
                    ? try await store.outbox.workers(at: store.time.now()).isEmpty : true
                return guarded
            } catch let error as DatabaseError {
                // Another process holds the store: perhaps a service that is just starting.
                guard case .busy = error, time.now() < end else { throw error }
                try await time.sleep(Self.pause)
            }
        }
    }
}
