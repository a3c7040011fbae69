package import Crypto
import Foundation

/// Signs notes with an Ed25519 key under a name.
package struct NoteSigner: Sendable {
    /// The name of the key, as it stands in signature lines.
    package let name: String
    /// Verifies what this signs.
    package let verifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// Takes a name without spaces and plus signs, such as `referrals.example.org/audit`.
    package init(name: String, key: Curve25519.Signing.PrivateKey) throws(NoteError) {
        self.name = name
        self.key = key
        verifier = try NoteVerifier(name: name, key: key.publicKey)
    }

    /// The verifier key, to give to everyone who is to verify.
    package var vkey: String { verifier.vkey }

    /// Signs a note's text.
    package func sign(_ text: String) throws(NoteError) -> NoteSignature {
        guard let signature = try? key.signature(for: Data(text.utf8)) else {
            throw .signingFailed
        }
        return NoteSignature(name: name, keyID: verifier.keyID, signature: signature)
    }
}

extension NoteSigner: CustomStringConvertible, CustomReflectable {
    package var description: String { "signer \(name)" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
