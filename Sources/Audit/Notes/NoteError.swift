/// Why a signed note or what is in it cannot be made or believed.
package enum NoteError: Error, Equatable, Sendable {
    /// The bytes are not a signed note, or the text cannot become one.
    case malformedNote
    /// The name or the key is not one that can sign notes.
    case malformedKey
    /// The text is not that of a checkpoint.
    case malformedCheckpoint
    /// The checkpoint is of another log.
    case otherOrigin
    /// A signature claims to be by a known key and is not.
    case wrongSignature(name: String)
    /// No known key signed the note.
    case notSigned
    /// The cryptographic library refused to sign.
    case signingFailed
}
