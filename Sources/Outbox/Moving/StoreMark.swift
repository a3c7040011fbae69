import Database
package import Foundation

/// What a store says about itself when it may not be worked on.
package struct StoreMark: Sendable, Equatable {
    /// Why it may not.
    package enum Kind: String, Sendable {
        /// Everything in it is in another store, which goes on in its place.
        case moved
        /// It is being filled from another store.
        case filling
    }

    package let kind: Kind
    /// The other store.
    package let place: String
    package let at: Date

    /// How the place is written when it is a backup.
    static func place(ofBackup name: String, id: String) -> String { "backup:\(name):\(id)" }

    /// The name of the backup that the store is restored from, if it is.
    private var backup: Substring? {
        guard place.hasPrefix("backup:") else { return nil }
        return place.dropFirst("backup:".count).split(separator: ":").first
    }

    /// What to say to whoever would work on the store.
    package var message: String {
        if let backup {
            return "The store is being restored from the backup \(backup). Finish that first: "
                + "referral-sync restore \(backup).backup"
        }
        return switch kind {
        case .moved:
            "The store was moved to \(place). Work on that one: name it in the settings, store."
        case .filling:
            "The store is being filled from \(place). Finish that first: referral-sync store copy "
                + "--from \(place) --to this store"
        }
    }

    static func read(on connection: any SQLConnection) throws -> StoreMark? {
        try connection.rows("SELECT kind, place, at FROM store_mark").first.map { row in
            StoreMark(
                kind: try row.word("kind"),
                place: try row.text("place"),
                at: try row.moment("at")
            )
        }
    }

    static func set(
        _ kind: Kind,
        _ place: String,
        at now: Date,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO store_mark (one, kind, place, at) VALUES (1, $1, $2, $3)
            ON CONFLICT (one) DO UPDATE
            SET kind = excluded.kind, place = excluded.place, at = excluded.at
            """,
            [.text(kind.rawValue), .text(place), .moment(now)]
        )
    }
}
