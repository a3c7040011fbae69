package import Database
package import Foundation

/// Reads the whole log, and everything that it says something about, and tells what is not so.
package struct AuditVerifier: Sendable {
    private static let batch = 512
    private static let waitingMax = 100_000
    /// An entry that is not in the tree after so many seconds is told.
    private static let patience: TimeInterval = 60

    private let verifier: NoteVerifier
    private let tables: [AuditedTable]
    /// The children whose keys were destroyed, and their rows with them.
    private let erased: Set<String>
    /// Checkpoints that others kept.
    private let witnessed: [String]

    /// Takes the log's key, the tables that it speaks of, and checkpoints that others kept.
    package init(
        _ verifier: NoteVerifier,
        tables: [AuditedTable],
        erased: Set<String>,
        witnessed: [String] = []
    ) {
        self.verifier = verifier
        self.tables = tables
        self.erased = erased
        self.witnessed = witnessed
    }

    /// Looks at everything.
    package func verify(_ database: any SQLDatabase, at now: Date) async throws -> AuditReport {
        var report = AuditReport(vkey: verifier.vkey)
        // In one view of the store: the log grows while it is read.
        let (found, kept) = try await database.read { connection in
            (
                Result { try AuditHead.read(on: connection) },
                try connection.rows(
                    "SELECT minute, size, note FROM audit_checkpoint"
                ).map(KeptCheckpoint.init)
            )
        }
        let head = try await check(found, kept, database, &report)
        let size = head?.size ?? 0
        var checkpoints = checkpoints(kept, &report)
        var rows = RowComparison(tables: tables, erased: erased)
        var frontier = TreeFrontier()
        var tile: [TreeHash] = []
        var rewritten: [String] = []
        var restores: [LoggedEntry] = []
        while frontier.size < size {
            let next = frontier.size
            let entries = try await database.read { connection in
                try connection.rows(
                    """
                    SELECT \(LoggedEntry.columns) FROM audit_entry
                    WHERE position >= $1 AND position < $2 ORDER BY position LIMIT \(Self.batch)
                    """,
                    [.integer(next), .integer(size)]
                ).map { row in (row, Result { try LoggedEntry(row) }) }
            }
            if entries.isEmpty {
                report.note("audit_entry, position \(next)", "the entries from here on are missing")
                return report
            }
            for (row, entry) in entries {
                let position = try row.integer("position")
                guard position == frontier.size else {
                    report.note("audit_entry, position \(frontier.size)", "an entry is missing")
                    return report
                }
                frontier.append(.leaf(Data(try row.text("entry").utf8)))
                tile.append(.leaf(Data(try row.text("entry").utf8)))
                if tile.count == TileName.fullWidth || frontier.size == size {
                    try await compare(tile, at: position, database, &report)
                    tile = []
                }
                while let (place, checkpoint) = checkpoints.last, checkpoint.size == frontier.size {
                    if checkpoint.root != frontier.root {
                        rewritten.append(place)
                    }
                    checkpoints.removeLast()
                    report.checkpoints += 1
                }
                if case .failure(let damage as AuditDamage) = entry { report.note(damage) }
            }
            let read = entries.compactMap { try? $0.1.get() }
            restores += read.filter { $0.content.action == AuditEntry.restored }
            let expected = rows
            rows = try await database.read { connection in
                try expected.comparing(read, on: connection)
            }
        }
        report.entries = frontier.size
        let hint = Self.hint(restores.last)
        for place in rewritten {
            report.note(place, "the entries before it are not what it was signed for" + hint)
        }
        for (place, _) in checkpoints {
            report.note(place, "the log is shorter than it says" + hint)
        }
        try await compareUpperTiles(database, size, &report)
        let compared = rows
        // In one view of the store: a row that changes has its newest entry there.
        let (waiting, final, unknown) = try await database.read { connection in
            let waiting = try Self.waiting(since: size, on: connection)
            let final = try compared.comparing(
                waiting.compactMap { try? $0.get() },
                on: connection
            )
            return (waiting, final, try final.unknownRows(since: size, on: connection))
        }
        tell(waiting, now, &report)
        final.finish(&report)
        for damage in unknown { report.note(damage) }
        return report
    }

    /// A restore takes the log back to its backup: what was logged since is lost with the old store.
    private static func hint(_ restore: LoggedEntry?) -> String {
        guard let restore else { return "" }
        let moment = Date(timeIntervalSince1970: Double(restore.content.at) / 1000)
        return
            ". The store was restored at \(moment.formatted(.iso8601)) (entry \(restore.id)): if the "
            + "checkpoint was signed after the backup and before that, this is why, and what was logged "
            + "between the two is lost; otherwise entries were taken away"
    }

    /// A checkpoint as the store holds it.
    private struct KeptCheckpoint: Sendable {
        let minute: Int64
        let size: Int64
        let note: String

        init(_ row: SQLRow) throws {
            minute = try row.integer("minute")
            size = try row.integer("size")
            note = try row.text("note")
        }
    }

    private func check(
        _ found: Result<AuditHead?, any Error>,
        _ kept: [KeptCheckpoint],
        _ database: any SQLDatabase,
        _ report: inout AuditReport
    ) async throws -> AuditHead? {
        do {
            guard let head = try found.get() else {
                let hasTree = try await database.read { connection in
                    try !connection.rows("SELECT tile FROM audit_tile LIMIT 1").isEmpty
                }
                if hasTree { report.note("audit_head", "it is missing") }
                return nil
            }
            report.checkpoint = head.note
            let checkpoint = try open(head.note)
            if checkpoint.size != head.size || checkpoint.root != head.frontier.root {
                report.note("audit_head", "the tree is not what its checkpoint was signed for")
            }
            let minute = Int64(head.at.timeIntervalSince1970 / 60)
            if kept.first(where: { $0.minute == minute })?.note != head.note {
                report.note("audit_head", "its moment is not that of its checkpoint")
            }
            return head
        } catch let damage as AuditDamage {
            report.note(damage)
        } catch is NoteError {
            report.note("audit_head", "the checkpoint is not signed by the log's key")
        }
        return nil
    }

    private func open(_ note: String) throws -> Checkpoint {
        try Checkpoint.open(note, origin: verifier.name, by: [verifier])
    }

    /// All checkpoints with the place where each is kept, the largest first.
    private func checkpoints(
        _ kept: [KeptCheckpoint],
        _ report: inout AuditReport
    ) -> [(place: String, checkpoint: Checkpoint)] {
        var found: [(String, Checkpoint)] = []
        for stored in kept {
            let place = "audit_checkpoint/\(stored.minute)"
            if let checkpoint = try? open(stored.note), checkpoint.size == stored.size {
                found.append((place, checkpoint))
            } else {
                report.note(place, "the checkpoint is not signed by the log's key")
            }
        }
        for (index, note) in witnessed.enumerated() {
            let place = "checkpoint \(index + 1) of a witness"
            if let checkpoint = try? open(note) {
                found.append((place, checkpoint))
            } else {
                report.note(place, "it is not signed by this log's key")
            }
        }
        return found.sorted { $0.1.size > $1.1.size }
    }

    private func compare(
        _ tile: [TreeHash],
        at position: Int64,
        _ database: any SQLDatabase,
        _ report: inout AuditReport
    ) async throws {
        let index = position / Int64(TileName.fullWidth)
        let isSound = try await database.read { connection in
            try Self.isStored(tile, of: 0, tile: index, on: connection)
        }
        if !isSound {
            report.note("audit_tile/0/\(index)", "it is not the hashes of its entries")
        }
    }

    /// Whether a tile begins with these hashes, and is as wide as the log is by now.
    private static func isStored(
        _ hashes: [TreeHash],
        of level: Int,
        tile index: Int64,
        on connection: any SQLConnection
    ) throws -> Bool {
        let size = try? AuditHead.read(on: connection)?.size
        let stored = try? StoredTiles(connection: connection).all(of: level, tile: index)
        guard let size, let stored else { return false }
        let count = (0..<level).reduce(size) { count, _ in count / Int64(TileName.fullWidth) }
        let first = index * Int64(TileName.fullWidth)
        return Int64(stored.count) == min(Int64(TileName.fullWidth), count - first)
            && stored.starts(with: hashes)
    }

    /// Each hash of a tile above is the root of a full tile below.
    private func compareUpperTiles(
        _ database: any SQLDatabase,
        _ size: Int64,
        _ report: inout AuditReport
    ) async throws {
        var (level, count) = (0, size)
        while count > 0 {
            let tiles = (count + 255) / 256
            if level > 0 {
                for index in 0..<tiles {
                    let width = Int(min(256, count - index * 256))
                    let (here, below, at) = (level, level - 1, index * 256)
                    let isSound = try await database.read { connection in
                        let stored = StoredTiles(connection: connection)
                        let roots = try (0..<width).map { offset in
                            TreeHash.root(
                                ofPerfect: try stored.hashes(
                                    of: below,
                                    tile: at + Int64(offset),
                                    width: TileName.fullWidth
                                )[...]
                            )
                        }
                        return try Self.isStored(roots, of: here, tile: index, on: connection)
                    }
                    if !isSound {
                        report.note("audit_tile/\(level)/\(index)", "it is not the tiles below it")
                    }
                }
            }
            (level, count) = (level + 1, count / 256)
        }
        let (stored, expected) = try await database.read { connection in
            let tiles = try connection.rows("SELECT count(*) AS tiles FROM audit_tile").first
            let size = (try? AuditHead.read(on: connection)?.size) ?? size
            return (try tiles?.integer("tiles") ?? 0, TileName.all(in: size).count)
        }
        if stored != Int64(expected) {
            report.note("audit_tile", "there are \(stored) tiles and should be \(expected)")
        }
    }

    /// The entries that are not in the tree yet.
    private static func waiting(
        since size: Int64,
        on connection: any SQLConnection
    ) throws -> [Result<LoggedEntry, any Error>] {
        try connection.rows(
            """
            SELECT \(LoggedEntry.columns) FROM audit_entry
            WHERE position IS NULL OR position >= $1
            ORDER BY position IS NULL, position, \(AuditLog.order) LIMIT \(waitingMax)
            """,
            [.integer(size)]
        ).map { row in Result { try LoggedEntry(row) } }
    }

    private func tell(
        _ waiting: [Result<LoggedEntry, any Error>],
        _ now: Date,
        _ report: inout AuditReport
    ) {
        report.waiting = waiting.count
        let moments = waiting.compactMap { try? $0.get().content.at }
        let oldest = moments.min().map { now.timeIntervalSince1970 - Double($0) / 1000 } ?? 0
        if oldest > Self.patience {
            report.note(
                "audit_entry",
                "\(waiting.count) entries are not in the tree yet, the oldest for \(Int(oldest)) s: "
                    + "start background sync"
            )
        }
        for case .failure(let damage as AuditDamage) in waiting { report.note(damage) }
    }
}
