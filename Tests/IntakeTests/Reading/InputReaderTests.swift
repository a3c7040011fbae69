import Foundation
import Intake
import Testing

@Suite struct InputReaderTests {
    @Test func `NDJSON is one document a line, with its line number`() {
        let documents = InputReader.documents(in: Data("{\"a\":1}\n\n  \n{\"b\":2}\r\n".utf8))

        #expect(documents.map(\.line) == [1, 4])
        #expect(
            documents.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "{\"a\":1}", "{\"b\":2}\r",
            ]
        )
    }

    @Test func `an array is one document an element`() {
        let documents = InputReader.documents(in: Data("[ {\"a\":1},\n {\"b\":2} ]".utf8))

        #expect(
            documents.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "{\"a\":1}", "{\"b\":2}",
            ]
        )
    }

    @Test(arguments: ["{\n \"a\": {\n }\n}\n", "\u{FEFF}{\n\"a\": 1\n}", "  {\n\t\"a\":\n1}"])
    func `one object over several lines is one document`(text: String) {
        #expect(InputReader.documents(in: Data(text.utf8)).count == 1)
    }

    @Test func `a broken first line of NDJSON spoils no other`() {
        let documents = InputReader.documents(in: Data("{\"a\":\n{\"b\":2}\n{\"c\":3}".utf8))

        #expect(documents.map(\.line) == [1, 2, 3])
    }

    @Test(arguments: ["", "  \n\t ", "\u{FEFF}"])
    func `no text is no document`(text: String) {
        #expect(InputReader.documents(in: Data(text.utf8)).isEmpty)
    }

    @Test func `a broken array is one document, to be refused`() {
        #expect(InputReader.documents(in: Data("[{\"a\":1}, {".utf8)).count == 1)
    }
}
