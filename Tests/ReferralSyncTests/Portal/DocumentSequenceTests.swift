import Foundation
import Intake
import Portal
import Testing

struct DocumentSequenceTests {
    @Test func `documents come out as they went in, also broken ones`() {
        let texts = ["{}", "{\"a\":\n 1}", "[1, 2]", "not JSON", "{\"b\":"]
        let documents = texts.enumerated().map {
            InputDocument(line: $0.offset + 1, bytes: Data($0.element.utf8))
        }

        #expect(DocumentSequence.decode(DocumentSequence.encode(documents)) == documents)
    }

    @Test func `a separator within a document does not make two of it`() {
        let document = InputDocument(line: 1, bytes: Data("{\"a\":\"\u{1E}\"}".utf8))

        let decoded = DocumentSequence.decode(DocumentSequence.encode([document]))

        #expect(decoded.count == 1)
    }

    @Test func `a sequence without line ends is read too`() {
        let decoded = DocumentSequence.decode(Data("\u{1E}{}\u{1E}[]".utf8))

        #expect(decoded.map { String(decoding: $0.bytes, as: UTF8.self) } == ["{}", "[]"])
    }
}
