import Audit
import Foundation

/// What the verifier in Python reads to check one entry.
struct InclusionQuestion: Encodable {
    var index: Int64
    var size: Int64
    var path: [TreeHash]
    var entry: Data
    var checkpoint: String
    var vkey: String

    init(_ index: Int, in tree: SampleTree, signer: NoteSigner) throws {
        let proof = try InclusionProof.make(
            index: Int64(index),
            size: tree.frontier.size,
            tiles: tree.tiles
        )
        self.index = proof.index
        size = proof.size
        path = proof.path
        entry = tree.entries[index]
        checkpoint = try Checkpoint(
            origin: signer.name,
            size: proof.size,
            root: tree.frontier.root
        ).signed(by: [signer]).encoded
        vkey = signer.vkey
    }
}
