import Foundation
import JSONSchema
import Testing

struct JSONValueTests {
    private let composed = "\u{E9}"
    private let decomposed = "e\u{301}"

    @Test func `texts are compared by code points`() {
        #expect(composed == decomposed)

        #expect(JSONValue.string(composed) != .string(decomposed))
    }

    @Test func `keys are compared by code points`() {
        let value: JSONValue = .object([composed: 1])

        #expect(value[composed] == 1)
        #expect(value[decomposed] == nil)
        #expect(value != .object([decomposed: 1]))
    }

    @Test func `the type of a value is asked for by name`() {
        #expect(JSONValue.string("a").stringValue == "a")
        #expect(JSONValue.number(JSONNumber(3)).intValue == 3)
        #expect((1.5 as JSONValue).doubleValue == 1.5)
        #expect((true as JSONValue).boolValue == true)
        #expect((nil as JSONValue).isNull)
        #expect((["a": 1] as JSONValue).arrayValue == nil)
        #expect(([1, 2] as JSONValue)[1] == 2)
        #expect(([1, 2] as JSONValue)[2] == nil)
    }
}
