import Database
import Foundation

extension DatabaseError {
    /// Why the system refused to create or open a file of the store, and what to do.
    static func cannotCreate(_ path: String, _ code: Int32) -> DatabaseError {
        let reason = unsafe String(cString: strerror(code))
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space on the file system that holds it."
            case EACCES, EPERM:
                "Give this user the right to write to the folder and its files, or choose "
                    + "another folder."
            case EROFS: "Its file system is read-only: choose another folder."
            case EISDIR: "It is a folder: choose the name of a file."
            default: "Check the path."
            }
        return .cannotOpen(
            "The store's file \(path) cannot be created or opened: \(reason). \(remedy)"
        )
    }

    /// The file is something else than a store.
    static func notADatabase(_ path: String) -> DatabaseError {
        .cannotOpen(
            "The file \(path) is not a database. Choose another path, or move the file away."
        )
    }
}
