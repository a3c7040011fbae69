package import Database
package import Foundation

import Audit

/// Moves an installation from one database to another, with all its history.
///
/// Rows go over in the order of their keys, a batch in one transaction, so that what was interrupted
/// goes on where it ended. Both stores are then read in full and compared; only after that the old one
/// is marked as moved and the new one opened for work. Nothing is unsealed on the way.
package struct StoreCopy: Sendable {
    /// A table that was compared.
    package struct Comparison: Sendable, Equatable {
        package let table: String
        package let rows: Int
        /// SHA-256 over all rows, the same for the same rows in either database.
        package let digest: String
        package let otherRows: Int
        package let otherDigest: String

        package var isEqual: Bool { rows == otherRows && digest == otherDigest }
    }

    /// Why a store cannot be copied.
    package enum Refusal: Error, Equatable {
        /// The old store was moved to another place before.
        case movedBefore(StoreMark)
        /// The new store has rows that the old one has not.
        case notEmpty(table: String)
        /// Processes work on the new store.
        case inUse(host: String)
    }

    private static let batch = 500

    private let source: any SQLDatabase
    private let target: any SQLDatabase
    private let names: (source: String, target: String)

    /// Takes two open databases, and what people call them.
    package init(
        from source: any SQLDatabase,
        to target: any SQLDatabase,
        names: (source: String, target: String)
    ) {
        self.source = source
        self.target = target
        self.names = names
    }

    /// Copies what is not there yet, compares everything, and makes the new store the one to work on.
    ///
    /// When the stores differ nothing is marked; the comparisons tell where. An error of `progress`
    /// interrupts it.
    package func run(
        at now: Date,
        progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws -> [Comparison] {
        try await source.migrate(OutboxStore.migrations)
        try await target.migrate(OutboxStore.migrations)
        try await begin(at: now)
        for table in StoreTable.all { try await copy(table, progress) }
        var comparisons: [Comparison] = []
        for table in StoreTable.all { comparisons.append(try await compare(table)) }
        if comparisons.allSatisfy(\.isEqual) { try await finish(at: now) }
        return comparisons
    }

    private func begin(at now: Date) async throws {
        let names = names
        let sourceMark = try await source.read { connection in
            try StoreMark.read(on: connection)
        }
        if let sourceMark, sourceMark.kind == .filling || sourceMark.place != names.target {
            throw Refusal.movedBefore(sourceMark)
        }
        let targetMark = try await target.write { connection in
            let mark = try StoreMark.read(on: connection)
            if mark == nil, let sourceMark { throw Refusal.movedBefore(sourceMark) }
            if mark == nil {
                let host = try connection.rows(
                    "SELECT host FROM worker WHERE ends_at > $1",
                    [.moment(now)]
                ).first?.text("host")
                if let host { throw Refusal.inUse(host: host) }
                for table in StoreTable.all where try table.lastKey(on: connection) != nil {
                    throw Refusal.notEmpty(table: table.name)
                }
                try StoreMark.set(.filling, names.source, at: now, on: connection)
            }
            return mark
        }
        if let targetMark, targetMark.kind == .moved || targetMark.place != names.source {
            throw Refusal.movedBefore(targetMark)
        }
    }

    private func copy(
        _ table: StoreTable,
        _ progress: @Sendable (_ table: String, _ rows: Int) throws -> Void
    ) async throws {
        var last = try await target.read { connection in try table.lastKey(on: connection) }
        while true {
            let after = last
            let rows = try await source.read { connection in
                try table.rows(after: after, upTo: Self.batch, on: connection)
                    .map(table.values)
            }
            guard let end = rows.last else { return }
            try await target.write { connection in try table.insert(rows, on: connection) }
            last = Array(end.prefix(table.key.count))
            try progress(table.name, rows.count)
        }
    }

    private func compare(_ table: StoreTable) async throws -> Comparison {
        let digest = try await StoreDigest.of(table, in: source)
        let other = try await StoreDigest.of(table, in: target)
        return Comparison(
            table: table.name,
            rows: digest.rows,
            digest: digest.text,
            otherRows: other.rows,
            otherDigest: other.text
        )
    }

    /// The old store is closed for work first: never may two go on.
    private func finish(at now: Date) async throws {
        let names = names
        try await source.write { connection in
            try StoreMark.set(.moved, names.target, at: now, on: connection)
        }
        try await target.write { connection in
            try AuditLog.placeWaiting(on: connection)
            _ = try connection.execute("DELETE FROM store_mark")
        }
    }
}
