package import Database

extension SQLiteDatabase {
    package func migrate(_ migrations: [Migration]) async throws {
        let ordered = migrations.sorted { first, second in first.number < second.number }
        try await write { connection in
            try SchemaLedger.make(on: connection)
            try SchemaLedger.checkKnown(ordered, on: connection)
        }
        for migration in ordered {
            try await write { connection in
                for step in try SchemaLedger.missing(of: [migration], on: connection) {
                    try SchemaLedger.apply(step, on: connection)
                }
            }
        }
    }
}
