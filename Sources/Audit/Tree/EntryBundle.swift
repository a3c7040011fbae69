package import Foundation

/// The entries of a tile of level 0 in one file, each after its length in two bytes.
package enum EntryBundle {
    /// Writes the entries of one bundle.
    package static func encode(_ entries: [Data]) throws(TreeError) -> Data {
        var bundle = Data()
        bundle.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            guard let count = UInt16(exactly: entry.count) else {
                throw .entryTooLong(byteCount: entry.count)
            }
            bundle.append(UInt8(count >> 8))
            bundle.append(UInt8(count & 0xff))
            bundle.append(entry)
        }
        return bundle
    }

    /// Reads the entries of one bundle.
    package static func decode(_ bundle: Data) throws(TreeError) -> [Data] {
        var entries: [Data] = []
        var rest = bundle[...]
        while !rest.isEmpty {
            guard rest.count >= 2 else { throw .truncatedBundle }
            let count = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(2)
            guard rest.count >= count else { throw .truncatedBundle }
            entries.append(Data(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return entries
    }
}
