import Audit

/// What the verifier in Python reads to compare two trees.
struct ConsistencyQuestion: Encodable {
    var from: Int64
    var to: Int64
    var path: [TreeHash]
    var oldRoot: TreeHash
    var newRoot: TreeHash

    init(from: Int, to: Int, in tree: SampleTree) throws {
        let proof = try ConsistencyProof.make(from: Int64(from), to: Int64(to), tiles: tree.tiles)
        self.from = proof.from
        self.to = proof.to
        path = proof.path
        oldRoot = tree.root(at: from)
        newRoot = tree.root(at: to)
    }
}
