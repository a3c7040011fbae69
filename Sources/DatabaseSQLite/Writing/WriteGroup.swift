import Database

/// Writes that share one transaction; one that throws is undone alone.
struct WriteGroup {
    let writes: [PendingTransaction]

    /// Commits the group and returns the replies to give, or undoes all of it and throws.
    func commit(on connection: SQLiteConnection) throws(DatabaseError) -> [PendingTransaction.Reply]
    {
        do {
            // A deferred transaction that later writes can fail with SQLITE_BUSY despite a timeout.
            try connection.execute("BEGIN IMMEDIATE")
            var replies: [PendingTransaction.Reply] = []
            for write in writes { replies.append(try run(write, on: connection)) }
            try connection.execute("COMMIT")
            return replies
        } catch {
            try connection.rollBack()
            throw error
        }
    }

    private func run(
        _ write: PendingTransaction,
        on connection: SQLiteConnection
    ) throws(DatabaseError) -> PendingTransaction.Reply {
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
