import Foundation
import Vault

/// Opens a backup's file and gives what was sealed into it, chunk by chunk.
struct SealedFileReader {
    let header: BackupHeader
    let path: String
    private let file: FileHandle
    private let key: FileKey
    private let digest: Data
    /// Where the first chunk begins.
    private let beginning: Int
    private var ahead: Data
    private var number: UInt64 = 0
    private(set) var isAtEnd = false

    private static let sealedBytes = BackupHeader.chunkBytes + FileKey.tagBytes

    /// Opens a file of one of the two kinds.
    init(_ path: String, _ kind: BackupHeader.Kind, under keys: FileKeys) throws(BackupError) {
        self.path = path
        file = try Self.open(path)
        let start = BackupHeader.magic.count
        let head = try Self.read(file, start + 4, of: path)
        guard head.count == start + 4, head.prefix(start) == BackupHeader.magic else {
            throw .notABackup(path: path)
        }
        let count = UInt32(bigEndianBytes: head.suffix(4))
        guard count <= BackupHeader.bytesMax else {
            throw .damaged(path: path, "its header is altered")
        }
        let json = try Self.read(file, Int(count), of: path)
        guard json.count == Int(count), let header = BackupHeader.read(json) else {
            throw .damaged(path: path, "its header is altered or cut off")
        }
        guard header.kind == kind else { throw .notABackup(path: path) }
        let under = header.keyEncryptionKey
        guard keys.has(under) else {
            throw .wrongKey(path: path, needed: under, given: keys.ids.joined(separator: " "))
        }
        guard let key = keys.open(header.fileKey, for: header.keyPlace, under: under) else {
            throw .damaged(
                path: path,
                "its header is altered, or the key file holds another key of the same name"
            )
        }
        self.header = header
        self.key = key
        digest = BackupHeader.digest(head + json)
        beginning = head.count + json.count
        ahead = try Self.read(file, Self.sealedBytes, of: path)
        // The first chunk is bound to the header: until it opens, nothing in the header is to be believed.
        guard opens(ahead, isLast: false) || opens(ahead, isLast: true) else {
            throw .damaged(
                path: path,
                "its header or a byte up to \(beginning + ahead.count) is altered, or it is cut off"
            )
        }
    }

    private func opens(_ chunk: Data, isLast: Bool) -> Bool {
        key.open(chunk, number: number, isLast: isLast, boundTo: digest) != nil
    }

    /// The next chunk, or nil after the last.
    mutating func next() throws(BackupError) -> Data? {
        guard !isAtEnd else { return nil }
        let chunk = ahead
        ahead =
            chunk.count < Self.sealedBytes
            ? Data() : try Self.read(file, Self.sealedBytes, of: path)
        let isLast = ahead.isEmpty
        guard let plain = key.open(chunk, number: number, isLast: isLast, boundTo: digest) else {
            throw .damaged(path: path, trouble(with: chunk, isLast: isLast))
        }
        number += 1
        isAtEnd = isLast
        return plain
    }

    private func trouble(with chunk: Data, isLast: Bool) -> String {
        let start = beginning + Int(number) * Self.sealedBytes
        let end = start + chunk.count
        guard !opens(chunk, isLast: !isLast) else {
            return isLast
                ? "it is cut off after byte \(end)" : "something was added after byte \(end)"
        }
        return "it is altered or cut off between bytes \(start) and \(end)"
    }

    private static func open(_ path: String) throws(BackupError) -> FileHandle {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? .missing(path: path)
                : .cannotRead(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// So many bytes, or fewer at the end of the file.
    private static func read(
        _ file: FileHandle,
        _ count: Int,
        of path: String
    ) throws(BackupError) -> Data {
        do {
            var bytes = Data()
            while bytes.count < count,
                let more = try file.read(upToCount: count - bytes.count), !more.isEmpty
            { bytes.append(more) }
            return bytes
        } catch {
            throw .cannotRead(path: path, reason: "the system reports an error of reading")
        }
    }
}
