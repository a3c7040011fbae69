import Foundation
import Vault

/// Seals what is added into a file, chunk by chunk.
struct SealedFileWriter {
    private let file: PartialFile
    private let key: FileKey
    private let digest: Data
    private var waiting: [UInt8] = []
    private var number: UInt64 = 0

    /// Begins the file anew with its header.
    init(to file: PartialFile, _ header: BackupHeader, under key: FileKey) throws {
        let beginning = try header.bytes()
        self.file = file
        self.key = key
        digest = BackupHeader.digest(beginning)
        try file.restart()
        try file.write(beginning)
    }

    /// Adds bytes.
    mutating func add(_ bytes: [UInt8]) throws {
        waiting += bytes
        // One byte more than a chunk: the last chunk is sealed as the last, and is never empty.
        guard waiting.count > BackupHeader.chunkBytes else { return }
        var start = 0
        while waiting.count - start > BackupHeader.chunkBytes {
            let end = start + BackupHeader.chunkBytes
            try seal(waiting[start..<end], isLast: false)
            start = end
        }
        waiting.removeFirst(start)
    }

    /// Ends the file.
    mutating func end() throws {
        try seal(waiting[...], isLast: true)
        waiting = []
    }

    private mutating func seal(_ chunk: ArraySlice<UInt8>, isLast: Bool) throws {
        try file.write(
            try key.seal(Data(chunk), number: number, isLast: isLast, boundTo: digest)
        )
        number += 1
    }
}
