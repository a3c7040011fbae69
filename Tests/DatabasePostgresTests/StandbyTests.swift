import Database
import DatabasePostgres
import TestStores
import Testing

@Suite(.onServer) struct StandbyTests {
    private static let waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"

    @Test func `a commit that no standby confirmed is not called done until it is found out`()
        async throws
    {
        let server = try OwnServer()
        let database = try await TestDatabase.open(server.uri)
        try await database.migrate([notes])
        try server.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        try server.ask("SELECT pg_reload_conf()")
        try server.ask("SELECT pg_sleep(0.2)")
        let finished = Tries()
        let write = Task {
            try await database.addNote(1)
            _ = finished.next()
        }
        let first = try await server.await(Self.waiting)
        // The server now says that it is committed, and warns that no standby has it.
        try server.ask("SELECT pg_cancel_backend(\(first))")
        // Whoever finds it out waits for the standby too.
        _ = try await server.await("\(Self.waiting) AND pid <> \(first)")
        let finishedEarly = finished.count
        try server.ask("ALTER SYSTEM RESET synchronous_standby_names")
        try server.ask("SELECT pg_reload_conf()")
        try await write.value

        #expect(finishedEarly == 0)
        #expect(try await database.noteIDs() == [1])
        try await database.close()
    }
}
