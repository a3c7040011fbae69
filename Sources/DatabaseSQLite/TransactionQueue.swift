import Database
import Dispatch
import GRDB
import Synchronization

import enum Database.DatabaseError

/// Runs reads side by side and writes in groups, until the database is closed or fails.
///
/// Writes are gathered while a commit runs and committed together on GRDB's writer thread: an idle
/// writer commits at once, and under load one sync to disk pays for a whole group. The number of
/// waiting transactions is bounded by their callers, each suspended until its own is answered.
final class TransactionQueue: Sendable {
    private struct State {
        var waiting: [PendingTransaction] = []
        var isRunning = false
        var isClosed = false
        var failure: DatabaseError?

        var isOpen: Bool { !isClosed && failure == nil }
    }

    /// Queues that failed, kept until the process ends.
    ///
    /// Closing the last connection would copy the log and sync again, and after a failed sync the
    /// kernel may call lost pages written (Rebello et al., USENIX ATC 2020).
    private static let abandoned = Mutex<[TransactionQueue]>([])

    /// Tells what stopped the database, at most once.
    let failures: AsyncStream<DatabaseError>

    private let pool: DatabasePool
    private let lock: Mutex<StoreLock?>
    private let log: Mutex<LogKeeper>
    private let groupMax: Int
    private let reads = DispatchGroup()
    private let state = Mutex(State())
    private let failureReport: AsyncStream<DatabaseError>.Continuation

    init(pool: DatabasePool, lock: StoreLock, log: LogKeeper, groupMax: Int) {
        self.pool = pool
        self.lock = Mutex(lock)
        self.log = Mutex(log)
        self.groupMax = groupMax
        (failures, failureReport) = AsyncStream.makeStream()
    }

    /// What stopped the database, if anything did.
    var failure: DatabaseError? { state.withLock { state in state.failure } }

    /// Takes a read; it runs as soon as a reader is free.
    func read(_ read: PendingTransaction) {
        let isTaken = state.withLock { state in
            guard state.isOpen else { return false }
            // Entered under the lock, so that closing waits for every read that was taken.
            reads.enter()
            pool.asyncRead { opened in
                self.run(read, on: opened)
                self.reads.leave()
            }
            return true
        }
        if !isTaken { read.fail(DatabaseError.closed) }
    }

    /// Takes a write; its caller is answered once the group it falls into is durable.
    func write(_ write: PendingTransaction) {
        let isTaken = state.withLock { state in
            guard state.isOpen else { return false }
            state.waiting.append(write)
            guard !state.isRunning else { return true }
            state.isRunning = true
            // Queued under the lock, so that closing can only be queued behind it.
            pool.asyncWriteWithoutTransaction { connection in self.runWrites(on: connection) }
            return true
        }
        if !isTaken { write.fail(DatabaseError.closed) }
    }

    /// Copies the log into the store and makes its file empty, unless a reader needs it.
    func emptyLog() async throws {
        try await pool.writeWithoutTransaction { connection in
            _ = try self.log.withLock { log in try log.empty(on: connection) }
        }
    }

    /// Stops the database for good: later calls throw, and nothing is written any more.
    func stop(because failure: DatabaseError) {
        let unanswered: [PendingTransaction]? = state.withLock { state in
            guard state.failure == nil else { return nil }
            state.failure = failure
            defer { state.waiting = [] }
            return state.waiting
        }
        guard let unanswered else { return }
        Self.abandoned.withLock { queues in queues.append(self) }
        for write in unanswered { write.fail(DatabaseError.closed) }
        failureReport.yield(failure)
        failureReport.finish()
    }

    /// Answers what was taken, empties the log, closes all connections and gives up the lock.
    func close() async throws(DatabaseError) {
        let wasOpen = state.withLock { state in
            defer { state.isClosed = true }
            return state.isOpen
        }
        guard wasOpen else { return }
        do {
            try await DispatchQueue.blocking { () throws(DatabaseError) in
                try self.closeConnections()
            }
        } catch {
            stop(because: error)
            throw error
        }
        lock.withLock { lock in lock = nil }
        failureReport.finish()
    }

    /// Every write that was taken is on the writer's queue by now, before this.
    private func closeConnections() throws(DatabaseError) {
        reads.wait()
        do {
            try pool.writeWithoutTransaction { connection in
                _ = try log.withLock { log in try log.empty(on: connection) }
            }
            try pool.close()
        } catch {
            throw DatabaseError(anything: error)
        }
    }

    private func run(_ read: PendingTransaction, on opened: Result<GRDB.Database, any Error>) {
        do throws(DatabaseError) {
            let connection = SQLiteConnection(
                try opened.mapError(DatabaseError.init(anything:)).get()
            )
            let ended = Result { try read.run(connection) }
            try connection.checkTransaction()
            switch ended {
            case .success(let reply): reply()
            case .failure(let error): read.fail(error)
            }
        } catch {
            // First, so that whoever is told of a failure finds the database stopped.
            if error.stopsTheDatabase { stop(because: error) }
            read.fail(error)
        }
    }

    private func runWrites(on connection: GRDB.Database) {
        while let group = nextGroup() {
            do {
                for reply in try group.commit(on: SQLiteConnection(connection)) { reply() }
            } catch {
                if error.stopsTheDatabase { stop(because: error) }
                for write in group.writes { write.fail(error) }
                if error.stopsTheDatabase { return }
            }
            do throws(DatabaseError) {
                try log.withLock { log throws(DatabaseError) in try log.keep(on: connection) }
            } catch {
                return stop(because: error)
            }
        }
    }

    private func nextGroup() -> WriteGroup? {
        state.withLock { state in
            let writes = Array(state.waiting.prefix(groupMax))
            state.waiting.removeFirst(writes.count)
            state.isRunning = !writes.isEmpty
            return writes.isEmpty ? nil : WriteGroup(writes: writes)
        }
    }
}
