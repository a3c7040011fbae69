package import Foundation

/// One signature line of a note.
package struct NoteSignature: Sendable, Equatable {
    /// The name of the key.
    package let name: String
    /// The identifier of the key among those of the same name.
    package let keyID: UInt32
    /// The signature itself, of the note's text.
    package let signature: Data

    init(name: String, keyID: UInt32, signature: Data) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a line without its newline; nil when it is not a signature line.
    init?(line: String) {
        // Split by bytes: a letter of a name must not join with the space before it.
        let parts = line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String($0) ?? "" }
        guard
            parts.count == 3, NoteKey.areSame(parts[0], "—"), NoteKey.isName(parts[1]),
            let bytes = Base64.decode(parts[2]), bytes.count > 4
        else { return nil }
        name = parts[1]
        keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        signature = Data(bytes.dropFirst(4))
    }

    /// The line as it stands in the note, without its newline.
    package var line: String {
        let id = withKeyID.base64EncodedString()
        return "— \(name) \(id)"
    }

    private var withKeyID: Data {
        Data([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: keyID >> $0) }) + signature
    }
}
