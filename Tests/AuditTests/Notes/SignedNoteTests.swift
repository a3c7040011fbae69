import Audit
import Foundation
import Testing

@Suite struct SignedNoteTests {
    let text = ExampleNote.text
    let byPeter = ExampleNote.byPeter
    let byEnoch = ExampleNote.byEnoch

    @Test func `the example note of Go is signed with the same signature`() throws {
        let note = try SignedNote(text, signedBy: [.peter()])

        #expect(note.encoded == text + "\n" + byPeter)
    }

    @Test func `the example note of Go is opened`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)
        let enoch = try NoteVerifier(vkey: ExampleNote.enoch)

        let note = try SignedNote.open(text + "\n" + byPeter + byEnoch, by: [peter, enoch])

        #expect(note.text == text)
        #expect(note.signatures.map(\.name) == ["PeterNeumann", "EnochRoot"])
        #expect(note.signatures.map(\.keyID) == [0xc74f_20a3, 0xaf0c_fe78])
    }

    @Test func `signatures of unknown keys are ignored`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)

        let note = try SignedNote.open(text + "\n" + byEnoch + byPeter, by: [peter])

        #expect(note.signatures.map(\.name) == ["PeterNeumann"])
    }

    @Test func `a note that no known key signed is refused`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)

        #expect(throws: NoteError.notSigned) {
            try SignedNote.open(text + "\n" + byEnoch, by: [peter])
        }
        #expect(throws: NoteError.notSigned) { try SignedNote.open(text + "\n" + byPeter, by: []) }
    }

    @Test func `one wrong signature of a known key refuses the note`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)
        let enoch = try NoteVerifier(vkey: ExampleNote.enoch)
        let wrong = byEnoch.replacing("5n2tiOHp", with: "5n3tiOHp")

        #expect(throws: NoteError.wrongSignature(name: "EnochRoot")) {
            try SignedNote.open(text + "\n" + byPeter + wrong, by: [peter, enoch])
        }
        #expect(throws: NoteError.wrongSignature(name: "PeterNeumann")) {
            try SignedNote.open(
                text + "\n" + byPeter.replacing("x08go/ZJ", with: "x08go/ZJABCD"),
                by: [peter]
            )
        }
    }

    @Test func `a key of the same name but another identifier is another key`() throws {
        let one = try NoteSigner.sample(seed: 1)
        let other = try NoteSigner.sample(seed: 2)
        let note = try SignedNote(text, signedBy: [other, one]).encoded

        let opened = try SignedNote.open(note, by: [one.verifier])

        #expect(opened.signatures.map(\.keyID) == [one.verifier.keyID])
    }

    @Test func `a note with any bit changed is refused`() throws {
        let signer = try NoteSigner.sample()
        let note = Data(try SignedNote("one\ntwo é\n", signedBy: [signer]).encoded.utf8)

        #expect(try SignedNote.open(note, by: [signer.verifier]).text == "one\ntwo é\n")
        for place in note.indices {
            for bit in 0..<8 {
                var changed = note
                changed[place] ^= 1 << bit
                #expect(throws: NoteError.self) {
                    try SignedNote.open(changed, by: [signer.verifier])
                }
            }
        }
    }

    @Test func `another spelling of the same letters is another text`() throws {
        let signer = try NoteSigner.sample()
        let note = try SignedNote("\u{e9}\n", signedBy: [signer]).encoded

        #expect(throws: NoteError.wrongSignature(name: signer.name)) {
            try SignedNote.open(note.replacing("\u{e9}", with: "e\u{301}"), by: [signer.verifier])
        }
    }

    @Test func `a text with blank lines is signed and opened`() throws {
        let signer = try NoteSigner.sample()

        for text in ["a\n\nb\n", "a\n\n", "\n", "\n\n", "\na\n"] {
            let note = try SignedNote(text, signedBy: [signer]).encoded
            #expect(try SignedNote.open(note, by: [signer.verifier]).text == text)
        }
    }

    @Test(arguments: ["", "abc", "a\tb\n", "a\r\n", "a\n\n\u{2014} name AAAAAAA=", "\u{0}\n"])
    func `a text that cannot be a note is not signed`(text: String) throws {
        let signer = try NoteSigner.sample()

        #expect(throws: NoteError.malformedNote) { try SignedNote(text, signedBy: [signer]) }
    }

    @Test func `a note that nobody signs is not made`() {
        #expect(throws: NoteError.malformedNote) { try SignedNote(text, signedBy: []) }
    }

    @Test func `malformed notes are refused`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)
        let signature = String(byPeter.dropFirst(15))
        let malformed = [
            "", "\n", "\n\n", text, text + "\n", text + byPeter, byPeter, "\n" + byPeter,
            text + "\n" + byPeter.dropLast(), "\u{1}" + text + "\n" + byPeter,
            text + "\n" + byPeter + "\n", text + "\n" + byPeter + "Unexpected line.\n",
            text + "\n— Bad Name \(signature)", text + "\n—  PeterNeumann \(signature)",
            text + "\n- PeterNeumann \(signature)", text + "\n—\u{a0}PeterNeumann \(signature)",
            text + "\n" + byPeter + "— Peter AAAA\n", text + "\n" + byPeter + "— Peter AAAAAB==\n",
            text + "\n" + byPeter + "— Peter AAAAAA\n", text + "\r\n" + byPeter,
            text + "\n" + byPeter + "— Pet\u{2003}er AAAAAAA=\n",
            text + "\n" + String(repeating: byPeter, count: 101),
            String(repeating: "a", count: SignedNote.byteCountMax) + "\n\n" + byPeter,
        ]

        for note in malformed {
            #expect(throws: NoteError.malformedNote, "\(note.prefix(200))") {
                try SignedNote.open(note, by: [peter])
            }
        }
        #expect(throws: NoteError.malformedNote) {
            try SignedNote.open(Data([0xff]) + Data((text + "\n" + byPeter).utf8), by: [peter])
        }
    }

    @Test func `a hundred signatures are read`() throws {
        let peter = try NoteVerifier(vkey: ExampleNote.peter)

        let note = try SignedNote.open(
            text + "\n" + String(repeating: byEnoch, count: 99) + byPeter,
            by: [peter]
        )

        #expect(note.signatures.count == 1)
    }
}
