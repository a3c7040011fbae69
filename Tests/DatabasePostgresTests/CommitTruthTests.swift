import Database
import DatabasePostgres
import Foundation
import TestStores
import Testing

@Suite(.onServer, .serialized) struct CommitTruthTests {
    @Test(arguments: CuttingProxy.Cut.allCases)
    func `a connection cut at any message leaves each write made exactly once`(
        cut: CuttingProxy.Cut
    ) async throws {
        try await withNotes { direct, uri in
            let parts = try #require(URLComponents(string: uri))
            let proxy = try CuttingProxy(
                toHost: parts.host ?? "127.0.0.1",
                port: parts.port ?? 5432
            )
            let throughProxy = try await TestDatabase.open(proxied(uri, by: proxy))
            var number = 0
            var wasCut = true
            while wasCut {
                number += 1
                // So that the session is there and its statements are prepared.
                try await throughProxy.addNote(1000 + number)
                proxy.arm(number, cut)
                try await throughProxy.addNote(number)
                wasCut = proxy.disarm()
            }

            // Five statements and what the server says to each.
            #expect(number > 10)
            let ids = try await direct.noteIDs()
            #expect(ids == (Array(1...number) + Array(1001...(1000 + number))).map(Int64.init))
            try await throughProxy.close()
        }
    }

    @Test func `a session that is ended in a transaction loses nothing`() async throws {
        try await withNotes { database, _ in
            let tries = Tries()
            try await database.write { connection in
                try connection.execute("INSERT INTO note (id) VALUES (1)")
                if tries.next() == 1 {
                    // As an administrator's shutdown does.
                    _ = try connection.rows(
                        "SELECT pg_terminate_backend(pg_backend_pid()) AS ended"
                    )
                }
            }

            #expect(try await database.noteIDs() == [1])
            #expect(tries.count == 2)
        }
    }

    private func proxied(_ uri: String, by proxy: CuttingProxy) throws -> String {
        var parts = try #require(URLComponents(string: uri))
        parts.host = "127.0.0.1"
        parts.port = proxy.port
        let address = try #require(parts.string)
        return address + (address.contains("?") ? "&" : "?") + "sslmode=disable"
    }
}
