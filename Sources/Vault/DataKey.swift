package import Crypto
package import Foundation

/// One child's key: seals and opens everything personal about the child.
package struct DataKey: Sendable {
    /// Names the key in the rows that it sealed.
    package let id: String
    private let sealing: SymmetricKey
    private let authenticating: SymmetricKey

    /// Derives one key for each purpose, so that no key serves two algorithms (RFC 5869).
    package init(id: String, secret: SymmetricKey) {
        self.id = id
        let extracted = HKDF<SHA256>.extract(inputKeyMaterial: secret, salt: Data?.none)
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.expand(
                pseudoRandomKey: extracted,
                info: Data(purpose.utf8),
                outputByteCount: 32
            )
        }
        sealing = derive("referral-sync seal")
        authenticating = derive("referral-sync mac")
    }

    /// Seals bytes for one place in the store.
    package func seal(_ bytes: Data, as place: SealedPlace) throws(VaultError) -> Data {
        try SealedBytes.seal(bytes, under: sealing, bound: context(of: place))
    }

    /// Opens bytes that were sealed for this place under this key.
    package func open(_ sealed: Data, as place: SealedPlace) throws(VaultError) -> Data {
        guard
            let plain = SealedBytes.open(sealed, under: sealing, bound: context(of: place))
        else { throw .tampered(place) }
        return plain
    }

    /// The keyed digest of bytes: equal for equal bytes of this child, and not reversible by guessing.
    package func mac(_ bytes: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: bytes, using: authenticating))
    }

    /// Only the row may hold the separator, so no two places have the same context.
    private func context(of place: SealedPlace) -> String {
        "\(place.table)|\(place.row)|\(place.column)|\(id)"
    }
}

extension DataKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "key \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
