import JSONSchema
import Testing

struct ValidationLimitTests {
    @Test func `dynamic references without end are refused, not followed for ever`() throws {
        let schema = try CompiledSchema([
            "$id": "https://example.org/loop", "$dynamicAnchor": "node", "$dynamicRef": "#node",
        ])

        #expect(schema.validate(1).count == 1)
    }

    @Test func `an endless check counts as refused even inside a negation`() throws {
        let schema = try CompiledSchema([
            "$id": "https://example.org/loop", "not": ["$ref": "#/$defs/loop"],
            "$defs": ["loop": ["$dynamicAnchor": "node", "$dynamicRef": "#node"]],
        ])

        #expect(!schema.validate(1).isEmpty)
    }

    @Test(.timeLimit(.minutes(5))) func `a schema that multiplies itself ends at a bound`() throws {
        let schema = try CompiledSchema([
            "anyOf": [
                ["properties": ["a": ["$ref": "#"]], "required": ["b"]],
                ["properties": ["a": ["$ref": "#"]], "required": ["c"]],
            ]
        ])
        let document = (0..<60).reduce([:] as JSONValue) { inner, _ in ["a": inner, "d": 1] }

        let violations = schema.validate(document)

        #expect(violations.last?.message.hasPrefix("Expected a simpler document") == true)
    }

    @Test func `the deepest document that is read can be checked by a recursive schema`() throws {
        let schema = try CompiledSchema([
            "allOf": [["$ref": "#/$defs/part"]],
            "$defs": ["part": ["anyOf": [["items": ["$ref": "#"]], ["type": "null"]]]],
        ])
        let document = (0..<63).reduce([] as JSONValue) { inner, _ in [inner] }

        #expect(schema.validate(document).isEmpty)
    }
}
