package import Foundation

/// A text with signatures (https://c2sp.org/signed-note).
package struct SignedNote: Sendable, Equatable {
    /// A longer note is not read.
    package static let byteCountMax = 1 << 20
    /// A note with more signatures is not read.
    package static let signaturesMax = 100

    /// The text, up to and with the newline before the blank line.
    package let text: String
    /// The signatures in the order of their lines.
    package let signatures: [NoteSignature]

    /// Signs a text, which must end with a newline and have no other control characters.
    package init(_ text: String, signedBy signers: [NoteSigner]) throws(NoteError) {
        guard !signers.isEmpty else { throw .malformedNote }
        var signatures: [NoteSignature] = []
        for signer in signers { signatures.append(try signer.sign(text)) }
        let note = Self(text: text, signatures: signatures)
        // What is written must be read as the same: a bad text would part elsewhere.
        guard try Self(unverified: Data(note.encoded.utf8)) == note else { throw .malformedNote }
        self = note
    }

    /// Opens a note that a known key signed, and keeps the signatures of known keys alone.
    ///
    /// Signatures of unknown keys are ignored; one wrong signature of a known key refuses the note.
    package static func open(
        _ bytes: Data,
        by verifiers: [NoteVerifier]
    ) throws(NoteError) -> SignedNote {
        let note = try SignedNote(unverified: bytes)
        var known: [NoteSignature] = []
        for signature in note.signatures {
            let named = verifiers.filter { $0.isNamed(in: signature) }
            guard named.allSatisfy({ $0.accepts(signature, of: note.text) }) else {
                throw .wrongSignature(name: signature.name)
            }
            if !named.isEmpty { known.append(signature) }
        }
        guard !known.isEmpty else { throw .notSigned }
        return SignedNote(text: note.text, signatures: known)
    }

    /// Opens a note in text form.
    package static func open(
        _ text: String,
        by verifiers: [NoteVerifier]
    ) throws(NoteError) -> SignedNote {
        try open(Data(text.utf8), by: verifiers)
    }

    /// The note as it is sent and kept: the text, a blank line, and the signature lines.
    package var encoded: String {
        text + "\n" + signatures.map { $0.line + "\n" }.joined()
    }

    init(text: String, signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }
}
