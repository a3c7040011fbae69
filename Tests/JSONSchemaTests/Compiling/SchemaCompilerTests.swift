import JSONSchema
import Testing

struct SchemaCompilerTests {
    @Test(
        arguments: [
            (["propreties": [:]], "/propreties", "properties"),
            (["properties": ["a": ["minlength": 1]]], "/properties/a/minlength", "minLength"),
            (["$defs": ["unused": ["definitions": [:]]]], "/$defs/unused/definitions", nil),
            (["allOf": [true, ["frobnicate": 1]]], "/allOf/1/frobnicate", nil),
        ] as [(JSONValue, String, String?)]
    )
    func `an unknown keyword is refused wherever it stands`(
        schema: JSONValue,
        pointer: String,
        nearest: String?
    ) throws {
        let pointer = try #require(JSONPointer(pointer))
        let error = SchemaError.unknownKeyword(
            pointer.tokens.last ?? "",
            at: pointer,
            nearest: nearest
        )

        #expect(throws: error) { try CompiledSchema(schema) }
    }

    @Test func `unknown keywords are ignored when asked`() throws {
        let schema = try CompiledSchema(
            ["frobnicate": 1, "format": "mine"],
            unknownKeywords: .ignored
        )

        #expect(schema.validate("x").isEmpty)
    }

    @Test func `notes and names with x- are allowed`() throws {
        _ = try CompiledSchema([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": "c",
            "title": "t", "description": "d", "default": 1, "examples": [1], "deprecated": false,
            "readOnly": true, "x-personal": true, "x-anything": [:],
        ])
    }

    @Test func `notes that are not among those allowed are refused`() {
        #expect(throws: SchemaError.self) {
            try CompiledSchema(["description": "d", "title": "t"], annotations: ["title"])
        }
    }

    @Test(
        arguments: [
            ["x-personal": "true"], ["type": "text"], ["type": 1], ["type": ["string", "string"]],
            ["minLength": "1"], ["minLength": -1], ["maxItems": 1.5], ["minimum": "1"],
            ["multipleOf": 0], ["required": "a"], ["required": ["a", "a"]], ["required": [1]],
            ["enum": "a"], ["properties": []], ["properties": ["a": 1]], ["allOf": []],
            ["allOf": [:]], ["uniqueItems": 1], ["items": [[:]]], ["dependentRequired": ["a": "b"]],
            ["pattern": 1], ["$ref": 1], ["$id": "#a"], ["$anchor": "1a"], 7, "string", [],
        ] as [JSONValue]
    )
    func `a keyword with a wrong value is refused`(schema: JSONValue) {
        #expect {
            try CompiledSchema(schema)
        } throws: { error in
            guard case .wrongValue? = error as? SchemaError else { return false }
            return true
        }
    }

    @Test(
        arguments: [
            ["$ref": "#/$defs/nothing"], ["$ref": "#nothing"],
            ["$ref": "https://example.org/other"],
            ["$ref": "#/$defs/a~2"], ["$dynamicRef": "#nothing"],
        ] as [JSONValue]
    )
    func `a reference to nothing is refused`(schema: JSONValue) {
        #expect {
            try CompiledSchema(schema)
        } throws: { error in
            guard case .unresolvedReference? = error as? SchemaError else { return false }
            return true
        }
    }

    @Test(
        arguments: [
            ["$ref": "#"], ["allOf": [["$ref": "#"]]], ["not": ["$ref": "#"]],
            ["anyOf": [["type": "string"], ["$ref": "#"]]], ["if": true, "then": ["$ref": "#"]],
            ["$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]]],
            ["dependentSchemas": ["a": ["$ref": "#"]]],
        ] as [JSONValue]
    )
    func `references without end are refused`(schema: JSONValue) {
        #expect {
            try CompiledSchema(schema)
        } throws: { error in
            guard case .endlessReference? = error as? SchemaError else { return false }
            return true
        }
    }

    @Test func `a schema may refer to itself for the parts of a value`() throws {
        let tree = try CompiledSchema([
            "type": "object", "additionalProperties": false,
            "properties": ["children": ["items": ["$ref": "#"]]],
        ])

        #expect(tree.validate(["children": [["children": []]]]).isEmpty)
        #expect(
            tree.validate(["children": [["children": [1]]]]).map(\.instancePointer.description)
                == ["/children/0/children/0"]
        )
    }

    @Test func `references lead to the schemas that were supplied`() throws {
        let schema = try CompiledSchema(
            ["properties": ["a": ["$ref": "common.json#/$defs/word"]]],
            resources: ["common.json": ["$defs": ["word": ["type": "string"]]]]
        )

        #expect(schema.validate(["a": "x"]).isEmpty)
        #expect(schema.validate(["a": 1]).map(\.keyword) == ["type"])
    }

    @Test func `two schemas with one address are refused`() {
        #expect(throws: SchemaError.self) {
            try CompiledSchema([
                "$defs": [
                    "a": ["$id": "https://example.org/a", "type": "string"],
                    "b": ["$id": "https://example.org/a", "type": "number"],
                ]
            ])
        }
    }

    @Test func `another draft is refused`() {
        #expect(throws: SchemaError.self) {
            try CompiledSchema(["$schema": "http://json-schema.org/draft-07/schema#"])
        }
    }

    @Test func `the published metaschema describes schemas`() throws {
        let meta = try CompiledSchema(
            ["$ref": "https://json-schema.org/draft/2020-12/schema"],
            unknownKeywords: .ignored
        )

        #expect(meta.validate(["properties": ["a": ["minLength": 1]]]).isEmpty)
        #expect(
            meta.validate(["properties": ["a": ["minLength": -1]]]).map(
                \.instancePointer.description
            )
                == ["/properties/a/minLength"]
        )
    }

    @Test func `an error says where, what is wrong and what to do`() {
        let error = SchemaError.unknownKeyword(
            "minlength",
            at: JSONPointer(tokens: ["a"]),
            nearest: "minLength"
        )

        #expect(
            error.message == "At /a: the keyword `minlength` is not implemented "
                + "(did you mean `minLength`?). Remove it, or begin a note's name with `x-`."
        )
    }
}
