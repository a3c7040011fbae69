import Database

/// Writes that share one transaction; one that throws is undone alone.
struct WriteGroup {
    let writes: [PendingTransaction]

    /// Commits the group and returns the replies to give, or undoes all of it and throws.
    func commit(on connection: SQLiteConnection) throws(DatabaseError) -> [PendingTransaction.Reply]
    {
        // A savepoint puts every page aside that changes after it, and few writes fail: so the group
        // is tried without, and again with one for each write if one of them failed.
        if let replies = try transaction(on: connection, running: runPlainly) { return replies }
        return try transaction(on: connection, running: runApart) ?? []
    }

    /// Runs the writes in one transaction; nil when one gave no reply, and then nothing remains.
    private func transaction(
        on connection: SQLiteConnection,
        running run: (PendingTransaction, SQLiteConnection) throws(DatabaseError)
            -> PendingTransaction.Reply?
    ) throws(DatabaseError) -> [PendingTransaction.Reply]? {
        do {
            // A deferred transaction that later writes can fail with SQLITE_BUSY despite a timeout.
            try connection.execute("BEGIN IMMEDIATE")
            var replies: [PendingTransaction.Reply] = []
            for write in writes {
                guard let reply = try run(write, connection) else {
                    try connection.rollBack()
                    return nil
                }
                replies.append(reply)
            }
            try connection.execute("COMMIT")
            return replies
        } catch {
            try connection.rollBack()
            throw error
        }
    }

    private func runPlainly(
        _ write: PendingTransaction,
        _ connection: SQLiteConnection
    ) throws(DatabaseError) -> PendingTransaction.Reply? {
        let ended = Result { try write.run(connection) }
        try connection.checkTransaction()
        return try? ended.get()
    }

    private func runApart(
        _ write: PendingTransaction,
        _ connection: SQLiteConnection
    ) throws(DatabaseError) -> PendingTransaction.Reply? {
        try connection.execute("SAVEPOINT operation")
        let ended = Result { try write.run(connection) }
        try connection.checkTransaction()
        switch ended {
        case .success(let reply):
            try connection.execute("RELEASE operation")
            return reply
        case .failure(let error):
            try connection.execute("ROLLBACK TO operation")
            try connection.execute("RELEASE operation")
            return { write.fail(error) }
        }
    }
}
