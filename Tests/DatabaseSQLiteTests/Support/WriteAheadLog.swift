import Foundation

/// A write-ahead log as it lies on disk (sqlite.org/fileformat2.html#walformat).
struct WriteAheadLog {
    private let bytes: [UInt8]

    init(at url: URL) throws {
        bytes = Array(try Data(contentsOf: url))
    }

    /// How many commits the log holds: the last frame of each says how long the store is then.
    var commits: Int {
        let frame = 24 + number(at: 8)
        return stride(from: 32, to: bytes.count, by: frame).count { start in
            number(at: start + 4) != 0 && salts(at: start + 8) == salts(at: 16)
        }
    }

    private func salts(at offset: Int) -> ArraySlice<UInt8> { bytes[offset..<offset + 8] }

    private func number(at offset: Int) -> Int {
        bytes[offset..<offset + 4].reduce(0) { sum, byte in sum << 8 | Int(byte) }
    }
}
