import Database
import DatabasePostgres
import Foundation
import TestStores
import Testing

@Suite(.onServer) struct PostgresConnectionTests {
    @Test func `every kind of value comes back as it was`() async throws {
        try await withNotes { database, _ in
            let picture = Data((0...255).map { UInt8($0) })
            try await database.write { connection in
                for (id, words, bytes) in [
                    (Int64.min, "é\u{1F600}\u{301}", picture), (Int64.max, "x", Data()),
                    (-1, "y", nil),
                ] as [(Int64, String, Data?)] {
                    try connection.execute(
                        "INSERT INTO note (id, words, picture) VALUES ($1, $2, $3)",
                        [.integer(id), .text(words), .blob(orNull: bytes)]
                    )
                }
            }

            let rows = try await database.read { connection in
                try connection.rows("SELECT id, words, picture FROM note ORDER BY id")
            }

            #expect(try rows.map { try $0.integer("id") } == [.min, -1, .max])
            #expect(try rows.map { try $0.text("words") } == ["é\u{1F600}\u{301}", "y", "x"])
            #expect(try rows.map { try $0.optionalBlob("picture") } == [picture, nil, Data()])
        }
    }

    @Test func `an operation that throws leaves nothing, and one that hides a failure too`()
        async throws
    {
        struct Mine: Error {}
        try await withNotes { database, _ in
            await #expect(throws: Mine.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO note (id) VALUES (1)")
                    throw Mine()
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO note (id) VALUES (2)")
                    _ = try? connection.execute("INSERT INTO note (id, words) VALUES (3, '')")
                }
            }

            let left = try await database.noteIDs()
            #expect(left.isEmpty)
        }
    }

    @Test func `transactions that wait for each other both succeed`() async throws {
        try await withNotes { database, _ in
            for id in 1...2 { try await database.addNote(id, "0") }
            @Sendable func add(_ first: Int, _ second: Int) async throws {
                try await database.write { connection in
                    for id in [first, second] {
                        try connection.execute(
                            """
                            UPDATE note SET words = CAST(CAST(words AS BIGINT) + 1 AS TEXT)
                            WHERE id = $1
                            """,
                            [.integer(id)]
                        )
                        _ = try connection.rows("SELECT pg_sleep(0.05) IS NULL AS slept")
                    }
                }
            }

            try await withThrowingTaskGroup { group in
                for number in 0..<6 {
                    group.addTask {
                        try await number.isMultiple(of: 2) ? add(1, 2) : add(2, 1)
                    }
                }
                try await group.waitForAll()
            }

            let words = try await database.read { connection in
                try connection.rows("SELECT words FROM note").map { try $0.text("words") }
            }
            #expect(words == ["6", "6"])
        }
    }

    @Test func `a hint reaches another process, and many at once are few`() async throws {
        try await withNotes { database, uri in
            let other = try await TestDatabase.open(uri)
            var news = other.news(schema: 1).makeAsyncIterator()
            #expect(await news.next() == .connected)

            for _ in 0..<100 { database.tellOthers() }

            #expect(await news.next() == .hint)
            try await other.close()
        }
    }

    @Test func `what the server may lose is refused with what to set`() async throws {
        let server = try #require(TestDatabase.server)
        let weak = await #expect(throws: DatabaseError.self) {
            _ = try await TestDatabase.open(
                server + "?options=-csynchronous_commit%3Doff"
            )
        }
        var settings = PostgresSettings()
        settings.needsStandby = true
        let alone = await #expect(throws: DatabaseError.self) {
            _ = try await TestDatabase.open(server, settings: settings)
        }

        #expect(weak?.message.contains("synchronous_commit is off, expected on") == true)
        #expect(alone?.message.contains("synchronous_standby_names is empty") == true)
    }

    @Test func `a server that is not there is told in a sentence`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await TestDatabase.open("postgresql://nobody@127.0.0.1:1/none")
        }

        #expect(error?.message.contains("postgresql://nobody@127.0.0.1:1/none") == true)
        #expect(error?.isTemporary == true)
    }
}
