import Foundation
import JSONSchema
import Testing

@Suite struct SchemaFieldTests {
    @Test func `every place of every form is listed with what it allows`() throws {
        let fields = try fields(
            of: """
                {"type": "object", "additionalProperties": false, "required": ["a"],
                 "properties": {
                   "a": {"$ref": "#/$defs/short"},
                   "b": {"type": "array", "maxItems": 3, "items": {"enum": ["x", 1]}},
                   "c": {"if": {"type": "string"}, "then": {"$ref": "#/$defs/short"},
                         "else": {"type": "object", "additionalProperties": false,
                                  "properties": {"why": {"const": "unknown"}}}}},
                 "$defs": {"short": {"type": "string", "maxLength": 5, "x-personal": true}}}
                """
        )

        #expect(fields.keys.sorted() == ["", "/a", "/b", "/b/*", "/c", "/c/why"])
        #expect(fields["/a"]?.isRequired == true)
        #expect(fields["/a"]?.isPersonal == true)
        #expect(fields["/a"]?.lengthMax == 5)
        #expect(fields["/b"]?.isRequired == false)
        #expect(fields["/b"]?.itemsMax == 3)
        #expect(fields["/b/*"]?.values == ["x", 1])
        #expect(fields["/c"]?.lengthMax == 5)
        #expect(fields["/c/why"]?.values == ["unknown"])
        #expect(fields.values.allSatisfy { $0.openPointer == nil && !$0.hasFreeElements })
    }

    @Test(arguments: [
        #"{"type": "object"}"#, #"{"properties": {}}"#, "true",
        #"{"type": "object", "additionalProperties": {"type": "null"}}"#,
        #"{"type": "object", "additionalProperties": false, "patternProperties": {"a": true}}"#,
        #"{"if": {"required": ["a"]}, "then": {"additionalProperties": false}}"#,
    ])
    func `a schema that leaves an object open is found`(schema: String) throws {
        #expect(try fields(of: schema)[""]?.openPointer != nil)
    }

    @Test(arguments: [
        #"{"type": ["string", "integer"]}"#, #"{"maximum": 5}"#, #"{"minLength": 2}"#,
        #"{"anyOf": [{"type": "string", "maxLength": 2}, {"type": "string"}]}"#,
    ])
    func `a text without a bound is found`(schema: String) throws {
        #expect(try fields(of: schema)[""]?.lengthMax == nil)
    }

    @Test func `numbers and lists without bounds are found`() throws {
        let number = try fields(of: #"{"type": "number", "minimum": 1}"#)[""]
        let bounded = try fields(of: #"{"type": "number", "minimum": 1, "maximum": 2}"#)[""]
        let list = try fields(of: #"{"type": "array", "maxItems": 2}"#)[""]

        #expect(number?.hasFreeNumbers == true)
        #expect(bounded?.hasFreeNumbers == false)
        #expect(list?.hasFreeElements == true)
        #expect(list?.itemsMax == 2)
    }

    @Test func `a form that may hold itself ends the outline`() throws {
        let fields = try fields(
            of: ##"{"properties": {"child": {"$ref": "#"}}, "additionalProperties": false}"##
        )

        #expect(fields.values.contains { $0.isEndless })
    }

    @Test func `a value is tried at a place alone`() throws {
        let schema = try CompiledSchema(
            parsing(#"{"properties": {"a": {"type": "string", "not": {"pattern": "^data:"}}}}"#)
        )
        let field = try #require(schema.fields.first { $0.path.description == "/a" })

        #expect(schema.accepts("words", at: field))
        #expect(!schema.accepts("data:image/png", at: field))
    }

    @Test func `personal places of a document are known with their parts`() throws {
        let schema = try CompiledSchema(
            parsing(
                #"{"properties": {"a": {"x-personal": true, "items": {"type": "string"}}, "b": {}}}"#
            )
        )

        let places = schema.personalPlaces(in: ["a": ["x"], "b": 1])

        #expect(places.map(\.description).sorted() == ["/a", "/a/0"])
    }

    private func fields(of schema: String) throws -> [String: SchemaField] {
        let fields = try CompiledSchema(parsing(schema)).fields
        return Dictionary(fields.map { ($0.path.description, $0) }) { first, _ in first }
    }

    private func parsing(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: Data(text.utf8))
    }
}
