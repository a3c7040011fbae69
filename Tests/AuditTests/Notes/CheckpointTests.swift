import Audit
import Foundation
import Testing

@Suite struct CheckpointTests {
    /// The example of the specification, whose signature is of a key that it does not give.
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        """

    @Test func `the specification's example is read and written`() throws {
        let checkpoint = try Checkpoint(text: Self.example)

        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.base64 == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
        #expect(checkpoint.text == Self.example)
    }

    @Test func `a signed checkpoint is opened`() throws {
        let signer = try NoteSigner.sample()
        let checkpoint = try Checkpoint(origin: signer.name, size: 0, root: .empty)

        let note = try checkpoint.signed(by: [signer]).encoded

        #expect(
            try Checkpoint.open(note, origin: signer.name, by: [signer.verifier]) == checkpoint
        )
        #expect(throws: NoteError.otherOrigin) {
            try Checkpoint.open(note, origin: "another", by: [signer.verifier])
        }
        #expect(throws: NoteError.notSigned) {
            try Checkpoint.open(note, origin: signer.name, by: [])
        }
    }

    @Test func `further lines are kept`() throws {
        let checkpoint = try Checkpoint(text: Self.example + "one\ntwo\n")

        #expect(checkpoint.extensions == ["one", "two"])
        #expect(checkpoint.text == Self.example + "one\ntwo\n")
    }

    @Test(arguments: [
        "", "\n", "a\n", "a\n5\n", "a\n5\nROOT", "\n5\nROOT\n", "a\n\nROOT\n", "a\n05\nROOT\n",
        "a\n+5\nROOT\n", "a\n-5\nROOT\n", "a\n5 \nROOT\n", "a\n9223372036854775808\nROOT\n",
        "a\n5\nROOT\n\n", "a\n5\nROOT\n\nb\n", "a\n5\nROOTROOT\n", "a\n5\n\n", "a\r\n5\r\nROOT\r\n",
        "a\n5\n ROOT\n", "a\n٥\nROOT\n", "a\tb\n5\nROOT\n",
    ])
    func `other texts are refused`(form: String) {
        let text = form.replacing("ROOT", with: TreeHash.empty.base64)

        #expect(throws: NoteError.malformedCheckpoint) { try Checkpoint(text: text) }
    }

    @Test(arguments: ["", "a\nb", "a\r"])
    func `an origin that is not one line is refused`(origin: String) {
        #expect(throws: NoteError.malformedCheckpoint) {
            try Checkpoint(origin: origin, size: 1, root: .empty)
        }
        #expect(throws: NoteError.malformedCheckpoint) {
            try Checkpoint(origin: "a", size: 1, root: .empty, extensions: [origin])
        }
    }

    @Test func `a negative size is refused`() {
        #expect(throws: NoteError.malformedCheckpoint) {
            try Checkpoint(origin: "a", size: -1, root: .empty)
        }
    }
}
