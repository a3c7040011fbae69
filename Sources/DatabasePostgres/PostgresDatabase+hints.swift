package import Database
import Dispatch
import Synchronization

extension PostgresDatabase {
    private static let firstPause: Duration = .milliseconds(250)
    private static let channel = "referral_sync"

    package func tellOthers() {
        guard hints.plan() else { return }
        Task {
            try? await Task.sleep(for: HintSender.pause)
            hints.begin()
            // Whoever misses it finds out by looking.
            try? await write { connection in
                _ = try connection.rows("SELECT pg_notify('\(Self.channel)', '') IS NULL AS told")
            }
        }
    }

    package func news(schema: Int) -> AsyncStream<SharedStoreNews> {
        let (news, teller) = AsyncStream.makeStream(
            of: SharedStoreNews.self,
            bufferingPolicy: .bufferingNewest(16)
        )
        let listening = Task { await listen(schema: schema, tell: teller) }
        teller.onTermination = { _ in listening.cancel() }
        return news
    }

    /// Listens on a session of its own, which is made anew with growing pauses.
    private func listen(
        schema: Int,
        tell teller: AsyncStream<SharedStoreNews>.Continuation
    ) async {
        let pause = Mutex<Duration>(Self.firstPause)
        let queue = DispatchQueue(label: "store hints")
        while !Task.isCancelled {
            let failure = await withCheckedContinuation { caller in
                queue.async {
                    caller.resume(
                        returning: self.listenOnce(schema: schema, tell: teller) {
                            pause.withLock { $0 = Self.firstPause }
                        }
                    )
                }
            }
            guard !Task.isCancelled, let failure else { return teller.finish() }
            teller.yield(.lost(failure.message))
            let now = pause.withLock { pause in
                defer { pause = min(pause * 2, .seconds(10)) }
                return pause
            }
            try? await Task.sleep(for: now)
        }
    }

    /// Listens until the session is lost, and tells why, or until nobody listens to us.
    ///
    /// The session also holds the number of the newest schema step that this program knows, so that
    /// no other takes away what this one still uses.
    private func listenOnce(
        schema: Int,
        tell teller: AsyncStream<SharedStoreNews>.Continuation,
        connected: () -> Void
    ) -> DatabaseError? {
        do throws(DatabaseError) {
            let session = try PostgresSession(to: address, as: "listener")
            _ = try session.ask(
                "SELECT pg_advisory_lock_shared(\(Self.programLocks), \(schema)) IS NULL AS held",
                with: settings
            )
            _ = try session.ask("LISTEN \(Self.channel)", with: settings)
            connected()
            if case .terminated = teller.yield(.connected) { return nil }
            var isQuiet = 0
            while true {
                do throws(PostgresFailure) {
                    let isHint = try session.waitForNotification(within: .seconds(1))
                    isQuiet = isHint ? 0 : isQuiet + 1
                    if isHint, case .terminated = teller.yield(.hint) { return nil }
                } catch {
                    throw .unavailable("the connection for hints is lost")
                }
                if pool.isClosed { return nil }
                // A dead server sends nothing; an answer is proof that it lives, and of its time.
                if isQuiet >= 5 {
                    clock.set(try session.serverTime(settings))
                    isQuiet = 0
                }
            }
        } catch {
            return error
        }
    }

    /// The class of the advisory locks that programs at work on a schema hold, one for each step.
    static var programLocks: String {
        "hashtext('referral-sync programs ' || coalesce(current_schema(), ''))"
    }
}
