/// What a log says of itself at one moment: its size and root (https://c2sp.org/tlog-checkpoint).
package struct Checkpoint: Sendable, Equatable {
    /// Names the log, best as a URL without scheme, such as `referrals.example.org/audit`.
    package let origin: String
    /// How many entries the log has.
    package let size: Int64
    /// The hash of the tree over all of them.
    package let root: TreeHash
    /// Further lines, which the specification allows and this log does not write.
    package let extensions: [String]

    /// A checkpoint; throws when the origin or an extension is not one line of text.
    package init(
        origin: String,
        size: Int64,
        root: TreeHash,
        extensions: [String] = []
    ) throws(NoteError) {
        guard size >= 0, ([origin] + extensions).allSatisfy(Self.isLine) else {
            throw .malformedCheckpoint
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}
