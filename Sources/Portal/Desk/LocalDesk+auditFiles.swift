import Foundation
import Oversight
import Synchronization

extension LocalDesk {
    /// Writes the log as files that only their owner may read, into a new folder.
    func writeAuditFiles(
        to folder: URL,
        because reason: String?
    ) async throws -> AuditFilesOrder.Report {
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw DeskError.badRequest("\(folder.path) is there already. Name a new folder.")
        }
        let count = Mutex(0)
        do {
            let vkey = try await overseer.writeAuditFiles(because: reason) { path, bytes in
                let file = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
                guard
                    FileManager.default.createFile(
                        atPath: file.path,
                        contents: bytes,
                        attributes: [.posixPermissions: 0o600]
                    )
                else { throw DeskError.unavailable("\(file.path) cannot be written.") }
                count.withLock { $0 += 1 }
            }
            return AuditFilesOrder.Report(vkey: vkey, files: count.withLock { $0 })
        } catch let error as CocoaError {
            throw DeskError.unavailable(
                "\(folder.path) cannot be written: \(error.localizedDescription)"
            )
        }
    }
}
