/// The key-encryption keys of a key file, the newest first; older ones may still be needed to open.
///
/// Which of them wraps new keys is for the store to say, so that a key that not every machine has
/// yet is not used by any.
package struct KeyRing: Sendable {
    /// More keys than are ever needed at a time; those that are not used are to be retired.
    package static let keysMax = 16

    private let keys: [KeyEncryptionKey]

    /// The key that the next rotation goes to.
    package let newest: KeyEncryptionKey

    /// A ring of one key.
    package init(_ key: KeyEncryptionKey) {
        keys = [key]
        newest = key
    }

    /// Puts keys in order; nil when there is none, too many, or two have the same identifier.
    package init?(_ keys: [KeyEncryptionKey]) {
        guard let newest = keys.first, keys.count <= Self.keysMax,
            Set(keys.map(\.id)).count == keys.count
        else { return nil }
        self.keys = keys
        self.newest = newest
    }

    /// The identifiers, the newest first.
    package var ids: [String] { keys.map(\.id) }

    /// The key with an identifier, if it is on the ring.
    package subscript(id: String) -> KeyEncryptionKey? { keys.first { $0.id == id } }

    /// The ring with a newer key; nil when it is full or has the key already.
    package func adding(_ key: KeyEncryptionKey) -> KeyRing? { KeyRing([key] + keys) }

    /// The ring with an older key; nil when it is full or has the key already.
    package func appending(_ key: KeyEncryptionKey) -> KeyRing? { KeyRing(keys + [key]) }

    /// The ring without a key; nil when no other is left.
    package func removing(_ id: String) -> KeyRing? { KeyRing(keys.filter { $0.id != id }) }

    /// The lines of the key file, in its order.
    var lines: String { keys.map { KeyFile.line(for: $0) }.joined() }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    package var description: String { "keys \(ids.joined(separator: " "))" }
    package var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }
}
