import Foundation
import JSONSchema
import Testing

struct JSONParserTests {
    @Test(
        arguments: [
            ("null", nil), (" \t\r\n[1, -0.5e+1 ,\"x\"]\n", [1, -5, "x"]),
            (#"{"a":{},"b":[],"c":[true,false]}"#, ["a": [:], "b": [], "c": [true, false]]),
            (#""\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00é😀""#, "\"\\/\u{8}\u{C}\n\r\tA😀é😀"),
            (#""\u0000""#, "\0"), ("0", 0), ("-0", 0),
            ("1E400", .number(JSONNumber("1e400") ?? JSONNumber(0))),
        ] as [(String, JSONValue)]
    )
    func `what RFC 8259 allows is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Data(text.utf8)) == value)
    }

    @Test(
        arguments: [
            ("", .emptyText), ("  ", .emptyText), ("\u{FEFF}1", .byteOrderMark), ("nul", .noValue),
            ("NaN", .noValue), ("Infinity", .noValue), ("'a'", .noValue), ("[1,]", .noValue),
            ("[,1]", .noValue), ("[1 2]", .noCommaInArray), ("[1", .textEnds),
            (#"{"a":1,}"#, .noKey), ("{a:1}", .noKey), (#"{"a" 1}"#, .noColon),
            (#"{"a":1 "b":2}"#, .noCommaInObject), (#"{"a":"#, .textEnds), (#""abc"#, .textEnds),
            ("1 2", .trailingText), ("{}}", .trailingText), ("\"a\nb\"", .controlCharacter),
            (#""\x41""#, .unknownEscape), (#""\u12G4""#, .unknownEscape),
            (#""\uD800""#, .loneSurrogate), (#""\uDC00""#, .loneSurrogate),
            (#""\uD800\u0041""#, .loneSurrogate), ("01", .malformedNumber),
            ("-", .malformedNumber), ("1.", .malformedNumber), ("1e", .malformedNumber),
            ("-01", .malformedNumber), ("+1", .noValue), (".5", .noValue),
            ("1e9999999999999999999999", .exponentTooLarge), (#"{"a":1,"a":2}"#, .duplicateKey),
            (#"{"a":1,"\u0061":2}"#, .duplicateKey), ("{\"é\":1,\"e\u{301}\":2}", .duplicateKey),
        ] as [(String, JSONFault)]
    )
    func `anything else is refused`(text: String, fault: JSONFault) {
        #expect(failure(of: Data(text.utf8))?.fault == fault)
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func `text that is not UTF-8 is refused at its first wrong byte`(bytes: [UInt8]) {
        let error = failure(of: Data(#"["ok","x"#.utf8 + bytes + #""]"#.utf8))

        #expect(error?.fault == .invalidUTF8)
        #expect(error?.byteOffset == 8)
    }

    @Test func `the place of a fault is given by line, column, byte and pointer`() throws {
        let text = """
            {
              "child": {"name": "Wren, [née]", "a/b": [
                1, {"x": true}, "é" oops
            """

        let error = try #require(failure(of: Data(text.utf8)))

        #expect(error.line == 3)
        #expect(error.column == 25)
        #expect(error.byteOffset == 72)
        #expect(error.pointer.description == "/child/a~1b/2")
    }

    @Test func `a repeated key is named by its pointer`() throws {
        let error = try #require(failure(of: Data(#"{"a": [{"b": 1, "b": 2}]}"#.utf8)))

        #expect(error.pointer.description == "/a/0/b")
    }

    @Test func `a message says what was expected and what to do`() throws {
        let error = try #require(failure(of: Data(#"{"a": 1 "b": 2}"#.utf8)))

        #expect(
            error.message
                == "Line 1, column 9 (byte 8) in /a: expected a comma or the closing brace. "
                + "Add what is missing."
        )
    }

    @Test(
        arguments: [
            #"{"a":"Fictitious" "b"}"#, #"["Fictitious\q"]"#, #"Fictitious"#, #"["a" Fictitious]"#,
            #"{"a": Fictitious}"#, "[\"Fictitious\n\"]",
        ])
    func `a message never quotes the document`(text: String) throws {
        #expect(!(try #require(failure(of: Data(text.utf8))).message.contains("Fictitious")))
    }

    @Test func `depth is limited`() {
        func nested(_ depth: Int) -> Data {
            Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }

        #expect(failure(of: nested(64)) == nil)
        #expect(failure(of: nested(65))?.fault == .tooDeep(depthMax: 64))
        #expect(failure(of: nested(1_000_000))?.fault == .tooDeep(depthMax: 64))
    }

    @Test func `a number that is too long is refused`() {
        let digits = Data(String(repeating: "1", count: 1001).utf8)

        #expect(failure(of: digits)?.fault == .numberTooLong(bytesMax: 1000))
        #expect(failure(of: digits.dropLast()) == nil)
    }

    @Test func `every beginning of a document is refused and none crashes`() {
        let text = Data(#"{"a":[1,-2.5e+3,"x\n\uD83D\uDE00é",true,null],"b":{"c":false}}"#.utf8)

        for count in 0..<text.count {
            #expect(failure(of: text.prefix(count)) != nil, "\(count) bytes")
        }
    }

    @Test func `a slice of other data is read from its own start`() throws {
        let slice = Data("xx[1]yy".utf8).dropFirst(2).dropLast(2)

        #expect(try JSONValue(parsing: slice) == [1])
    }

    private func failure(of text: Data) -> JSONParseError? {
        do {
            _ = try JSONValue(parsing: text)
            return nil
        } catch {
            return error
        }
    }
}
