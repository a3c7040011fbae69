extension Checkpoint {
    /// Reads the text of a note, whose signatures must have been verified.
    package init(text: String) throws(NoteError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            lines.count >= 4, lines.last?.isEmpty == true,
            let size = Int64(lines[1]), String(size) == lines[1],
            let root = TreeHash(base64: String(lines[2]))
        else { throw .malformedCheckpoint }
        try self.init(
            origin: String(lines[0]),
            size: size,
            root: root,
            extensions: lines[3...].dropLast().map(String.init)
        )
    }

    /// The text that is signed: the origin, the size and the root, each on its line.
    package var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// Signs the checkpoint; the first signer's name is best the same as the origin.
    package func signed(by signers: [NoteSigner]) throws(NoteError) -> SignedNote {
        try SignedNote(text, signedBy: signers)
    }

    /// Opens the checkpoint of one log, which a known key must have signed.
    package static func open(
        _ note: String,
        origin: String,
        by verifiers: [NoteVerifier]
    ) throws(NoteError) -> Checkpoint {
        let checkpoint = try Checkpoint(text: SignedNote.open(note, by: verifiers).text)
        guard NoteKey.areSame(checkpoint.origin, origin) else { throw .otherOrigin }
        return checkpoint
    }
}
