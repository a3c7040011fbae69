import CPostgres
import Database
import Foundation

/// One session with the server, used by one transaction at a time on a thread that may wait.
///
/// It is always in pipeline mode: what is asked together travels together.
@safe final class PostgresSession {
    /// One statement with what its parameters stand for.
    struct Statement {
        let text: String
        let arguments: [SQLValue]

        init(_ text: String, _ arguments: [SQLValue] = []) {
            self.text = text
            self.arguments = arguments
        }
    }

    /// Names the session in `commit_token`, unique for ever; a new name replaces it from time to time.
    private(set) var id: String
    /// The name that the current transaction puts in place, once it is committed.
    private var nextID: String?
    private let connection: OpaquePointer
    private let unreplicated: UnsafeMutablePointer<Bool>
    private var prepared: [String: String] = [:]
    private var names = 0
    /// When it was last used; after an hour it is not used again, so that its row can be removed.
    var usedAt = ContinuousClock.now
    /// The number of the last transaction that was to be committed.
    private(set) var lastToken: Int64 = 0

    /// Connects, or says in one sentence why not.
    init(to address: PostgresAddress, as id: String) throws(DatabaseError) {
        self.id = id
        guard let connection = unsafe address.connect() else {
            throw .unavailable("there is no memory for a connection")
        }
        unsafe self.connection = connection
        unsafe unreplicated = .allocate(capacity: 1)
        unsafe unreplicated.initialize(to: false)
        guard unsafe PQstatus(connection) == CONNECTION_OK else {
            let words = unsafe Self.words(of: connection)
            throw .unavailable("\(address.shown) cannot be reached: \(words)")
        }
        unsafe referral_pg_watch_notices(connection, unreplicated)
        guard unsafe PQsetnonblocking(connection, 1) == 0,
            unsafe PQenterPipelineMode(connection) == 1
        else { throw .unavailable("the connection to \(address.shown) cannot be used") }
    }

    deinit {
        unsafe PQfinish(connection)
        unsafe unreplicated.deallocate()
    }

    /// The number of the next transaction, and the name that it is to put in place.
    ///
    /// Each transaction leaves a version of the row behind, which cannot be cleared away while some
    /// other transaction stays open; so after some hundred a new row is begun.
    func nextToken() -> (number: Int64, newName: String?) {
        lastToken += 1
        nextID = lastToken % 200 == 0 ? "\(id.prefix(36))/\(lastToken)" : nil
        return (lastToken, nextID)
    }

    /// The transaction is committed.
    func endToken() {
        if let nextID { id = nextID }
        nextID = nil
    }

    /// Whether a commit since the last call was not confirmed by the standby that must confirm it.
    func takeUnreplicated() -> Bool {
        defer { unsafe unreplicated.pointee = false }
        return unsafe unreplicated.pointee
    }

    /// Asks statements together and gives their results, or what the first that failed met.
    func exchange(
        _ statements: [Statement],
        within limit: Duration
    ) throws(PostgresFailure) -> [PostgresResult] {
        let deadline = ContinuousClock.now + limit
        var isNew: [String?] = []
        for statement in statements { isNew.append(try send(statement)) }
        guard unsafe PQpipelineSync(connection) == 1 else { throw lost }
        var results: [PostgresResult] = []
        var refusal: PostgresError?
        for key in isNew {
            if let key {
                let prepared = try one(until: deadline)
                refusal = refusal ?? prepared.error
                if prepared.status != PGRES_COMMAND_OK { self.prepared[key] = nil }
            }
            let result = try one(until: deadline)
            refusal = refusal ?? result.error
            results.append(result)
        }
        guard try next(until: deadline)?.status == PGRES_PIPELINE_SYNC else { throw lost }
        if let refusal { throw .refused(refusal) }
        return results
    }

    /// Waits for a notification; whether one came within the time.
    func waitForNotification(within limit: Duration) throws(PostgresFailure) -> Bool {
        let found = unsafe referral_pg_wait_notified(connection, limit.milliseconds)
        guard found >= 0 else { throw lost }
        return found == 1
    }

    /// Queues a statement; returns the key under which it was prepared, if it is new.
    private func send(_ statement: Statement) throws(PostgresFailure) -> String? {
        let parameters = PostgresParameters(statement.arguments)
        // NULL has no type, so the same text may be prepared once for each set of types.
        let key = statement.text + "|" + parameters.types.map(String.init).joined(separator: ",")
        var isNew = false
        let name: String
        if let known = prepared[key] {
            name = known
        } else {
            names += 1
            name = "s\(names)"
            isNew = true
            prepared[key] = name
            let sent = unsafe PQsendPrepare(
                connection,
                name,
                statement.text,
                Int32(parameters.types.count),
                parameters.types
            )
            guard sent == 1 else { throw lost }
        }
        let sent = unsafe parameters.bytes.withUnsafeBytes { bytes in
            unsafe referral_pg_send(
                connection,
                name,
                Int32(parameters.types.count),
                parameters.offsets,
                parameters.lengths,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            )
        }
        guard sent == 1 else { throw lost }
        return isNew ? key : nil
    }

    /// The one result of a statement and the end that follows it.
    private func one(until deadline: ContinuousClock.Instant) throws(PostgresFailure)
        -> PostgresResult
    {
        guard let result = try next(until: deadline) else { throw lost }
        guard try next(until: deadline) == nil else { throw lost }
        return result
    }

    private func next(until deadline: ContinuousClock.Instant) throws(PostgresFailure)
        -> PostgresResult?
    {
        let left = max(.zero, deadline - .now)
        switch unsafe referral_pg_wait(connection, left.milliseconds) {
        case 1: break
        case 0: throw .lost("the server did not answer in time")
        default: throw lost
        }
        guard let result = unsafe PQgetResult(connection) else { return nil }
        return unsafe PostgresResult(taking: result)
    }

    private var lost: PostgresFailure { .lost(unsafe Self.words(of: connection)) }

    private static func words(of connection: OpaquePointer) -> String {
        let text = unsafe String(cString: PQerrorMessage(connection))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "the connection ended" : words
    }
}

extension Duration {
    /// Whole milliseconds, at most those that fit.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
