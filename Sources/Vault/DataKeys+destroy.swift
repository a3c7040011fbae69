package import Database
package import Foundation

extension DataKeys {
    /// Overwrites a child's key, so that nothing sealed under it can ever be opened; returns whether it
    /// was there.
    ///
    /// SQLite writes zeros over what it frees (`secure_delete`); backups of the store are not reached.
    package static func destroy(
        _ id: String,
        on connection: any SQLConnection,
        at now: Date
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE child_key SET wrapped = $2, destroyed_at = $3
            WHERE id = $1 AND destroyed_at IS NULL
            """,
            // As long as a wrapped key, which the column demands, and opening to nothing.
            [.text(id), .blob(Data(count: 61)), .moment(now)]
        ) == 1
    }
}
