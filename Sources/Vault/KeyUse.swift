/// What is wrapped under one key-encryption key.
package struct KeyUse: Sendable, Equatable {
    package let key: String
    /// How many children's keys.
    package let children: Int
    /// How many secrets of the store itself.
    package let secrets: Int

    /// Describes a key's use.
    package init(key: String, children: Int = 0, secrets: Int = 0) {
        self.key = key
        self.children = children
        self.secrets = secrets
    }
}
