package import Foundation

/// A file system of its own in memory, with little room.
package final class SmallDisk {
    /// Whether this user may make one.
    package static var isPossible: Bool { geteuid() == 0 && (try? SmallDisk(bytes: 4096)) != nil }

    /// Where it is.
    package let url: URL

    /// Makes one with so much room.
    package init(bytes: Int) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "disk-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        guard unsafe mount("tmpfs", url.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            try? FileManager.default.removeItem(at: url)
            throw POSIXError(.EPERM)
        }
    }

    deinit {
        _ = unsafe umount2(url.path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(at: url)
    }
}
