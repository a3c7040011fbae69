import Foundation
import Synchronization

/// An agency's append-only file of what it received.
final class Journal: Sendable {
    private let file: Mutex<FileHandle>

    init(_ url: URL) throws {
        let files = FileManager.default
        do {
            try files.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            if !files.fileExists(atPath: url.path) {
                try Data().write(to: url)
            }
            let handle = try FileHandle(forWritingTo: url)
            try handle.seekToEnd()
            file = Mutex(handle)
        } catch {
            throw Complaint("cannot write \(url.path)", code: Complaint.cannotWrite)
        }
    }

    /// Adds an entry; it is on disk when this returns.
    func add(_ entry: JournalEntry) throws {
        let line = try Self.encoder.encode(entry) + Data("\n".utf8)
        try file.withLock { file in
            try file.write(contentsOf: line)
            try file.synchronize()
        }
    }

    /// The entries of every journal of a folder, by agency; an unfinished last line is left out.
    static func read(_ folder: URL) throws -> [String: [JournalEntry]] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw Complaint("there are no journals in \(folder.path)", code: Complaint.noInput)
        }
        var entries: [String: [JournalEntry]] = [:]
        for name in names where name.hasSuffix(ending) {
            let bytes = try Data(contentsOf: folder.appending(path: name))
            entries[String(name.dropLast(ending.count))] = bytes.split(separator: 0x0A)
                .compactMap { try? decoder.decode(JournalEntry.self, from: Data($0)) }
        }
        return entries
    }

    static let ending = ".journal.ndjson"

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
