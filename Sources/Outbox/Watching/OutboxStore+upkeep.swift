import Database
package import Foundation

extension OutboxStore {
    /// Takes workers off the list that have not renewed themselves for a day.
    package func forgetWorkers(at now: Date) async throws {
        try await database.write { connection in
            _ = try connection.execute(
                "DELETE FROM worker WHERE ends_at < $1",
                [.moment(now.addingTimeInterval(-86400))]
            )
        }
    }

    /// Adds up the changes of the counts, which PostgreSQL keeps as rows of their own.
    package func addUpCounts() async throws {
        try await database.write { connection in
            guard connection.dialect == .postgres else { return }
            _ = try connection.execute(
                """
                WITH change AS (DELETE FROM delivery_count RETURNING partner, state, deliveries)
                INSERT INTO delivery_count (partner, state, deliveries)
                SELECT partner, state, CAST(sum(deliveries) AS BIGINT) FROM change
                GROUP BY partner, state
                """
            )
        }
    }
}
