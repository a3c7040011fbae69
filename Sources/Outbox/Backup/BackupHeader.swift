import Crypto
import Foundation

/// The clear beginning of a backup's file; everything sealed in the file is bound to it.
struct BackupHeader: Sendable, Codable, Equatable {
    /// Which of a backup's two files it is; also the ending of its name.
    enum Kind: String, Sendable, Codable {
        case backup
        case keys
    }

    /// The first line of every such file; its number is that of the format.
    static let magic = Data("referral-sync backup 1\n".utf8)
    /// How much is sealed at once; only the last chunk is shorter.
    static let chunkBytes = 1 << 20
    /// Longer than any header.
    static let bytesMax = 64 << 10

    let kind: Kind
    /// The same for both files of a backup.
    let id: String
    let name: String
    /// The moment whose state it holds.
    let madeAt: Date
    /// The version of the program that made it.
    let program: String
    /// The newest step of the store's schema.
    let schema: Int
    let keyEncryptionKey: String
    /// The file's own key, wrapped.
    let fileKey: Data
    /// Until when the file of the children's keys may be kept.
    let keysUntil: Date

    /// What the file's key is bound to.
    var keyPlace: String { "\(id).\(kind.rawValue)" }

    /// The beginning of the file: the first line, the header's length, the header.
    func bytes() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let json = try encoder.encode(self)
        var bytes = Self.magic
        bytes.append(contentsOf: UInt32(json.count).bigEndianBytes)
        return bytes + json
    }

    static func read(_ json: Data) -> BackupHeader? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(BackupHeader.self, from: json)
    }

    /// What each chunk is bound to.
    static func digest(_ beginning: Data) -> Data { Data(SHA256.hash(data: beginning)) }
}

extension FixedWidthInteger {
    /// The bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: self >> Self($0))
        }
    }

    /// Reads bytes, the most significant first.
    init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
