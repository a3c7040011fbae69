import Database
import Foundation
import Logging
import Outbox
import ServiceLifecycle
import Synchronization

/// Shares the duties out among all processes that work on one store.
///
/// Each process renews what it has every few seconds. What it could not renew in time it lets go of
/// before anybody else may take it up: its work is cancelled, and its transfers with it.
final class DutyRoster: Service {
    /// How long a duty is held without being renewed.
    static let term: TimeInterval = 15
    /// So long before its end a duty that could not be renewed is let go of.
    private static let margin: TimeInterval = 3
    private static let every: TimeInterval = 4
    private static let tick: Duration = .milliseconds(200)
    /// So long others are waited for to take up their share.
    private static let waiting: TimeInterval = 6

    /// How the work on a duty is to end.
    private enum Ending {
        /// Now: another process may have the duty.
        case lost
        /// In order: another process is to have it.
        case resigned
    }

    /// A duty that this process has, until it is told how to end it.
    private struct Post: Sendable {
        let tenure: Tenure
        let endings: AsyncStream<Ending>
        let tell: AsyncStream<Ending>.Continuation
        var isLeaving = false

        init(_ tenure: Tenure) {
            self.tenure = tenure
            (endings, tell) = AsyncStream.makeStream()
        }
    }

    private struct State {
        /// Those who wait for a duty, by its name.
        var waiting: [String: CheckedContinuation<Post?, Never>] = [:]
        var posts: [String: Post] = [:]
        /// Everything that this process wants to have.
        var wanted: Set<String> = []
        var renewedAt: Date
        /// What others were told of each duty.
        var told: [String: String?] = [:]
        var isNewlyWanted = false
    }

    let worker: String
    private let since: Date
    private let outbox: OutboxStore
    private let note: @Sendable (_ duty: String) -> String?
    private let onLeave: @Sendable (_ duty: String) -> Void
    private let random: @Sendable () -> Double
    private let time: TimeSource
    private let logger: Logger
    private let state: Mutex<State>

    init(
        worker: String,
        outbox: OutboxStore,
        note: @escaping @Sendable (_ duty: String) -> String?,
        onLeave: @escaping @Sendable (_ duty: String) -> Void,
        random: @escaping @Sendable () -> Double,
        time: TimeSource,
        logger: Logger
    ) {
        self.worker = worker
        self.outbox = outbox
        self.note = note
        self.onLeave = onLeave
        self.random = random
        self.time = time
        self.logger = logger
        since = time.now()
        state = Mutex(State(renewedAt: since))
    }

    /// Gives duties to those who ask for them.
    var keeper: DutyKeeper {
        DutyKeeper { duty, work in try await self.perform(duty, work) }
    }

    /// Renews and shares out until the service stops.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await self.watch() }
                var (renewAt, shareAt) = (Date.distantPast, Date.distantPast)
                while !Task.isCancelled {
                    let now = self.time.now()
                    if now >= renewAt {
                        await self.trying("duties not renewed") { try await self.renew(at: now) }
                        renewAt = now.addingTimeInterval(Self.every * (0.75 + 0.5 * self.random()))
                    }
                    if self.takeNewlyWanted() || now >= shareAt {
                        await self.trying("duties not shared out") {
                            try await self.share(at: self.time.now())
                        }
                        shareAt = now.addingTimeInterval(0.75 + 0.5 * self.random())
                    }
                    try? await self.time.sleep(Self.tick)
                }
                group.cancelAll()
            }
        }
        await leave()
    }

    private func trying(_ complaint: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            let reason = Complaint(explaining: error).message
            logger.error(complaint, metadata: ["reason": "\(reason)"])
        }
    }

    /// Gives up what is left and takes this process off the list; others need not wait.
    private func leave() async {
        let tenures = state.withLock { $0.posts.values.map(\.tenure) }
        try? await outbox.resign(tenures, at: time.now())
        try? await outbox.leave(worker)
    }

    private func perform(
        _ duty: String,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        while let post = await post(of: duty) {
            logger.debug("duty taken up", metadata: ["duty": "\(duty)"])
            let ending = try await hold(post, work)
            state.withLock { $0.posts[duty] = nil }
            // Without an ending the work ended by itself: the service is stopping.
            guard ending != nil else { break }
            onLeave(duty)
        }
        _ = state.withLock { $0.wanted.remove(duty) }
    }

    /// Waits for a duty; nil when the service stops.
    private func post(of duty: String) async -> Post? {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { caller in
                    state.withLock { state in
                        state.wanted.insert(duty)
                        state.waiting[duty] = caller
                        state.isNewlyWanted = true
                    }
                    if Task.isCancelled || Task.isShuttingDownGracefully {
                        stopWaiting(for: duty)
                    }
                }
            } onGracefulShutdown: {
                self.stopWaiting(for: duty)
            }
        } onCancel: {
            stopWaiting(for: duty)
        }
    }

    private func stopWaiting(for duty: String) {
        state.withLock { $0.waiting.removeValue(forKey: duty) }?.resume(returning: nil)
    }

    /// Works on a duty until it ends, is lost, or is to be given up.
    private func hold(
        _ post: Post,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Ending? {
        let duty = post.tenure.duty
        let configuration = ServiceGroupConfiguration(
            services: [
                .init(
                    service: DutyWork(work: work),
                    successTerminationBehavior: .gracefullyShutdownGroup
                )
            ],
            logger: logger
        )
        let group = ServiceGroup(configuration: configuration)
        return try await withThrowingTaskGroup(of: Ending?.self) { tasks in
            tasks.addTask {
                try await group.run()
                return nil
            }
            tasks.addTask { await post.endings.first { _ in true } }
            let ending = try await tasks.next() ?? nil
            switch ending {
            case nil:
                tasks.cancelAll()
                // The service stops: others need not wait for the end of the term.
                try? await outbox.resign([post.tenure], at: time.now())
            case .lost:
                logger.warning("duty lost", metadata: ["duty": "\(duty)"])
                tasks.cancelAll()
                do { try await tasks.waitForAll() } catch is CancellationError {}
            case .resigned:
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                try? await outbox.resign([post.tenure], at: time.now())
            }
            return ending
        }
    }

    private func takeNewlyWanted() -> Bool {
        state.withLock { state in
            defer { state.isNewlyWanted = false }
            return state.isNewlyWanted
        }
    }

    /// Lets go of everything in time when it could not be renewed.
    private func watch() async {
        while !Task.isCancelled {
            let end = state.withLock { $0.renewedAt }
                .addingTimeInterval(Self.term - Self.margin)
            if time.now() >= end { lose { _ in true } }
            try? await time.sleep(Self.tick)
        }
    }

    private func lose(_ isLost: (Tenure) -> Bool) {
        let lost = state.withLock { state in
            let lost = state.posts.values.filter { isLost($0.tenure) && !$0.isLeaving }
            for post in lost { state.posts[post.tenure.duty]?.isLeaving = true }
            return lost
        }
        for post in lost { post.tell.yield(.lost) }
    }

    private func me(at now: Date) -> WorkerLine {
        WorkerLine(
            id: worker,
            host: "\(ProcessInfo.processInfo.hostName) process \(getpid())",
            version: ProgramVersion.text,
            since: since,
            endsAt: now.addingTimeInterval(Self.term)
        )
    }

    private func renew(at now: Date) async throws {
        let duties = state.withLock { Array($0.posts.keys) }
        let notes = Dictionary(uniqueKeysWithValues: duties.map { ($0, note($0)) })
        let told = state.withLock { $0.told }
        let held = try await outbox.renew(
            me(at: now),
            notes: notes.filter { told[$0.key] != .some($0.value) },
            at: now
        )
        state.withLock { state in
            state.renewedAt = max(state.renewedAt, now)
            state.told = notes
        }
        lose { !held.contains($0) }
        try await tidy(held)
    }

    /// What is still ours in the store is given to whoever waits for it here, or given up.
    private func tidy(_ held: Set<Tenure>) async throws {
        let (posts, waiting) = state.withLock { (Set($0.posts.keys), Set($0.waiting.keys)) }
        let spare = held.filter { !posts.contains($0.duty) }
        for tenure in spare where waiting.contains(tenure.duty) { give(tenure) }
        try await outbox.resign(spare.filter { !waiting.contains($0.duty) }, at: time.now())
    }

    /// Takes up what is free, up to this process's share, and gives up what is more than that.
    private func share(at now: Date) async throws {
        let workers = try await outbox.workers(at: now)
        guard workers.contains(where: { $0.id == worker }) else { return }
        let waiting = state.withLock { Set($0.waiting.keys) }
        var rooms: [DutyKind: Int] = [:]
        for kind in DutyKind.allCases {
            rooms[kind] = room(for: kind, among: workers.count)
            if let room = rooms[kind], room < 0 { resign(-room, of: kind) }
        }
        guard !waiting.isEmpty else { return }
        let ends = Dictionary(
            uniqueKeysWithValues: try await outbox.duties().map { ($0.duty, $0.endsAt) }
        )
        for duty in waiting.sorted() {
            let end = ends[duty] ?? .distantPast
            guard end <= now else { continue }
            // Others may have no room for it, or no partner file.
            let kind = DutyKind(duty)
            guard rooms[kind, default: 0] > 0 || now.timeIntervalSince(end) > Self.waiting else {
                continue
            }
            guard let tenure = try await outbox.take(duty, by: me(at: now), at: now) else {
                continue
            }
            give(tenure)
            rooms[kind, default: 0] -= 1
        }
    }

    /// How many more duties of a kind are this process's share; negative when it has too many.
    ///
    /// Each kind is shared out by itself, so that no process drives all the lanes.
    private func room(for kind: DutyKind, among workers: Int) -> Int {
        state.withLock { state in
            let wanted = state.wanted.count { DutyKind($0) == kind }
            let share = (wanted + workers - 1) / workers
            return share
                - state.posts.values.count { !$0.isLeaving && DutyKind($0.tenure.duty) == kind }
        }
    }

    private func resign(_ count: Int, of kind: DutyKind) {
        let leaving = state.withLock { state in
            let some = state.posts.values
                .filter { !$0.isLeaving && DutyKind($0.tenure.duty) == kind }
                .sorted { $0.tenure.duty > $1.tenure.duty }.prefix(count)
            for post in some { state.posts[post.tenure.duty]?.isLeaving = true }
            return some
        }
        for post in leaving { post.tell.yield(.resigned) }
    }

    private func give(_ tenure: Tenure) {
        let caller = state.withLock { state -> (CheckedContinuation<Post?, Never>, Post)? in
            guard let caller = state.waiting.removeValue(forKey: tenure.duty) else { return nil }
            let post = Post(tenure)
            state.posts[tenure.duty] = post
            return (caller, post)
        }
        caller?.0.resume(returning: caller?.1)
    }
}

/// What is shared out together.
private enum DutyKind: CaseIterable {
    case lane
    case answers
    /// What is there once.
    case single

    init(_ duty: String) {
        self =
            switch duty.prefix(while: { $0 != "/" }) {
            case "lane": .lane
            case "answers": .answers
            default: .single
            }
    }
}

/// The work of one duty as a service of its own, so that it can be stopped in order.
private struct DutyWork: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws { try await work() }
}
