package import Database
package import Foundation

extension DataKeys {
    /// Overwrites a child's key, so that nothing sealed under it can ever be opened; returns whether it
    /// was there.
    ///
    /// The child's own reference goes with it: a later referral of the same child gets a new key.
    /// SQLite writes zeros over what it frees (`secure_delete`); backups of the store are not reached.
    package static func destroy(
        _ id: String,
        on connection: any SQLConnection,
        at now: Date
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE child_key SET wrapped = $2, destroyed_at = $3, subject = 'erased/' || id
            WHERE id = $1 AND destroyed_at IS NULL
            """,
            [.text(id), .blob(gone), .moment(now)]
        ) == 1
    }

    /// What some work gives; nil when what it reads of one child does not open, which must not hold up
    /// the work for all others.
    package func unlessUnreadable<Result>(_ work: () throws -> Result) throws -> Result? {
        do {
            return try work()
        } catch let error as VaultError where error.isOfOneChild {
            return nil
        }
    }

    /// What some work gives; nil when the child's key was destroyed.
    package func unlessErased<Result>(_ work: () throws -> Result) throws -> Result? {
        do {
            return try work()
        } catch VaultError.erased {
            return nil
        }
    }
}
