import Foundation

/// What tells that a credential's file is another one than before.
package struct FileStamp: Sendable, Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let number: UInt
    private let bytes: Int

    /// Looks at a file, which may be missing; a link is followed, because tools that renew
    /// certificates often change only the link.
    ///
    /// By the system's own call: every file of every partner is looked at every two seconds, and a
    /// service at rest should do nothing else.
    package init(of path: String) {
        var status = stat()
        let isThere = unsafe stat(path, &status) == 0
        seconds = isThere ? status.st_mtim.tv_sec : 0
        nanoseconds = isThere ? status.st_mtim.tv_nsec : 0
        number = isThere ? UInt(status.st_ino) : 0
        bytes = isThere ? Int(status.st_size) : -1
    }
}
