import Audit
import Crypto
import Foundation
import Testing

@Suite struct NoteVerifierTests {
    @Test func `the example key of Go is read and written`() throws {
        let verifier = try NoteVerifier(vkey: ExampleNote.peter)

        #expect(verifier.name == "PeterNeumann")
        #expect(verifier.keyID == 0xc74f_20a3)
        #expect(verifier.vkey == ExampleNote.peter)
        #expect(try NoteSigner.peter().vkey == ExampleNote.peter)
    }

    @Test func `a part of a key is not a key`() {
        let vkey = Array(ExampleNote.peter)

        for start in vkey.indices {
            for end in (start + 1)...vkey.count where end - start < vkey.count {
                #expect(throws: NoteError.malformedKey) {
                    try NoteVerifier(vkey: String(vkey[start..<end]))
                }
            }
        }
    }

    @Test func `a key with any character changed is refused`() {
        for place in ExampleNote.peter.utf8.indices {
            var bytes = Array(ExampleNote.peter.utf8)
            bytes[ExampleNote.peter.utf8.distance(from: ExampleNote.peter.startIndex, to: place)] +=
                1
            #expect(throws: NoteError.malformedKey) {
                try NoteVerifier(vkey: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    @Test(arguments: [
        // Another length and another algorithm, with identifiers that would fit.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "", "++",
    ])
    func `keys of another form are refused`(vkey: String) {
        #expect(throws: NoteError.malformedKey) { try NoteVerifier(vkey: vkey) }
    }

    @Test(arguments: ["", "a b", "a+b", "a\u{a0}b", "a\nb", "\u{2003}", "a\u{85}", "a\u{1}"])
    func `a name with a space or a plus sign is refused`(name: String) {
        #expect(throws: NoteError.malformedKey) { try NoteSigner.sample(name: name) }
    }

    @Test func `a key with a small identifier is written with all eight digits`() throws {
        let names = (0..<600).map { "log\($0)" }
        let name = try #require(
            try names.first { try NoteSigner.sample(name: $0).verifier.keyID >> 24 == 0 }
        )

        let vkey = try NoteSigner.sample(name: name).vkey

        #expect(try NoteVerifier(vkey: vkey).vkey == vkey)
        #expect(vkey.split(separator: "+")[1].count == 8)
    }

    @Test func `a signer does not show its key`() throws {
        let signer = try NoteSigner.sample()

        var shown = "\(signer)"
        dump(signer, to: &shown)

        #expect(shown.contains("referrals.example.org/audit"))
        #expect(!shown.contains("key"))
    }
}
