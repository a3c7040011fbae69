import Foundation
import Synchronization

/// The file of what was posted to the service, `posts.ndjson`.
final class PostRecord: Sendable {
    private struct Line: Encodable {
        let agency: String
        let key: String
        let status: UInt
        let answer: String
    }

    private let file: Mutex<FileHandle>

    init(_ url: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: url)
            file = Mutex(try FileHandle(forWritingTo: url))
        } catch {
            throw Complaint("cannot write \(url.path)", code: Complaint.cannotWrite)
        }
    }

    func add(agency: String, key: String, status: UInt, answer: String) {
        let line = Line(agency: agency, key: key, status: status, answer: answer)
        let bytes = ((try? JSONEncoder().encode(line)) ?? Data()) + Data("\n".utf8)
        file.withLock { try? $0.write(contentsOf: bytes) }
    }
}
