import Foundation
import JSONSchema
import Testing

struct JSONWriterTests {
    @Test func `keys are sorted by code points and nothing is added`() {
        let value: JSONValue = [
            "b": [1, 2.5, nil], "a": "x", "é": true, "Z": [:], "\u{FFFF}": 1, "😀": 2,
        ]

        #expect(
            text(value.serialized()) == #"{"Z":{},"a":"x","b":[1,2.5,null],"é":true,"￿":1,"😀":2}"#
        )
    }

    @Test func `only what must be escaped is escaped`() {
        let value: JSONValue = "\" \\ / \u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F} é 😀 \u{2028}"

        #expect(
            text(value.serialized())
                == #"""# + #"\" \\ / \b\f\n\r\t\u0001\u001f"# + "\u{7F} é 😀 \u{2028}" + #"""#
        )
    }

    @Test func `the pretty form is indented`() {
        let value: JSONValue = ["a": [1, ["b": []]], "c": [:]]

        #expect(
            text(value.serialized(pretty: true)) == """
                {
                  "a": [
                    1,
                    {
                      "b": []
                    }
                  ],
                  "c": {}
                }
                """
        )
    }

    @Test func `what is written is read as the same value`() throws {
        let value: JSONValue = [
            "a": [1.5, -3, "\0\u{1F}\"\\é😀", true, false, nil], "": ["": [[:]]],
        ]

        #expect(try JSONValue(parsing: value.serialized()) == value)
        #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
    }

    private func text(_ data: Data) -> String {
        String(decoding: data, as: UTF8.self)
    }
}
