package import Crypto
import Foundation

/// Verifies one key's signatures of notes.
package struct NoteVerifier: Sendable {
    /// The name of the key, as it stands in signature lines.
    package let name: String
    /// The identifier of the key among those of the same name.
    package let keyID: UInt32
    private let key: Curve25519.Signing.PublicKey

    /// Takes a name and a public key.
    package init(name: String, key: Curve25519.Signing.PublicKey) throws(NoteError) {
        guard NoteKey.isName(name) else { throw .malformedKey }
        self.name = name
        self.key = key
        keyID = NoteKey.id(name: name, publicKey: key.rawRepresentation)
    }

    /// Reads a verifier key: `name+hex(keyID)+base64(0x01 || public key)`.
    package init(vkey text: String) throws(NoteError) {
        // Base64 has plus signs of its own.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard
            parts.count == 3,
            let bytes = Base64.decode(String(parts[2])), bytes.first == NoteKey.ed25519,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.dropFirst())
        else { throw .malformedKey }
        try self.init(name: String(parts[0]), key: key)
        guard NoteKey.areSame(vkey, text) else { throw .malformedKey }
    }

    /// The verifier key as text.
    package var vkey: String {
        let key = Data([NoteKey.ed25519]) + key.rawRepresentation
        return "\(name)+\(NoteKey.hex(keyID))+\(key.base64EncodedString())"
    }

    /// Whether a signature claims to be by this key; it may still be wrong.
    func isNamed(in signature: NoteSignature) -> Bool {
        signature.keyID == keyID && NoteKey.areSame(signature.name, name)
    }

    /// Whether a signature is by this key and of this text.
    func accepts(_ signature: NoteSignature, of text: String) -> Bool {
        isNamed(in: signature)
            && key.isValidSignature(signature.signature, for: Data(text.utf8))
    }
}
