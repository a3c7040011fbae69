import JSONSchema
import Testing

struct SchemaViolationTests {
    @Test func `a missing field is named, at the object that lacks it`() throws {
        let schema = try CompiledSchema(["properties": ["child": ["required": ["birth", "name"]]]])

        let violations = schema.validate(["child": ["birth": 1]])

        #expect(violations.map(\.instancePointer.description) == ["/child"])
        #expect(violations.map(\.schemaPointer.description) == ["/properties/child/required"])
        #expect(violations.map(\.message) == ["Missing `name`; add it."])
    }

    @Test(
        arguments: [
            ("givenname", "Unknown field; did you mean `givenName`?"),
            ("gvienName", "Unknown field; did you mean `givenName`?"),
            ("givenNames", "Unknown field; did you mean `givenName`?"),
            ("nickname", "Unknown field; remove it."), ("x", "Unknown field; remove it."),
        ])
    func `an unknown field is pointed at, with what was probably meant`(
        key: String,
        message: String
    ) throws {
        let schema = try CompiledSchema([
            "properties": ["givenName": true, "family": true, "a": true],
            "additionalProperties": false,
        ])

        let violations = schema.validate(.object([key: "Wren", "family": "Fictitious"]))

        #expect(violations.map(\.instancePointer.description) == ["/\(key)"])
        #expect(violations.map(\.schemaPointer.description) == ["/additionalProperties"])
        #expect(violations.map(\.message) == [message])
    }

    @Test func `unevaluated fields are told with the fields of all parts`() throws {
        let schema = try CompiledSchema([
            "$ref": "#/$defs/base", "properties": ["b": true], "unevaluatedProperties": false,
            "$defs": ["base": ["properties": ["telephone": ["type": "string"]]]],
        ])

        #expect(
            schema.validate(["telephon": 1, "telephone": 2]).map(\.message) == [
                "Expected text, found a whole number.",
                "Unknown field; did you mean `telephone`?",
            ]
        )
    }

    @Test(
        arguments: [
            (["type": ["string", "null"]], 1, "Expected text or null, found a whole number."),
            (["type": "integer"], 1.5, "Expected a whole number, found a number with a fraction."),
            (["enum": ["a", 1, nil]], "b", #"Expected one of these: "a", 1 or null."#),
            (["const": "referral/1.0"], "b", #"Expected "referral/1.0"."#),
            (["minimum": 1], 0, "Expected a number of at least 1."),
            (["exclusiveMaximum": 0.5], 0.5, "Expected a number less than 0.5."),
            (["multipleOf": 0.01], 0.001, "Expected a multiple of 0.01."),
            (["minLength": 1], "", "Expected at least 1 character; add what is missing."),
            (["maxLength": 2], "abc", "Expected at most 2 characters; shorten it."),
            (["maxItems": 1], [1, 2], "Expected at most 1 entry; shorten it."),
            (["minProperties": 1], [:], "Expected at least 1 field; add what is missing."),
            (
                ["uniqueItems": true], [1, 2, 1.0],
                "Entries 1 and 3 are the same; remove one of them."
            ),
            (
                ["dependentRequired": ["a": ["b"]]], ["a": 1],
                "Missing `b`; add it, because `a` is given."
            ),
            (
                ["not": ["pattern": "data:"], "description": "Words."], "data:",
                "Expected text without anything of the form `data:` (Words)."
            ),
            (["not": ["required": ["a"]]], ["a": 1], "`a` is not allowed here; remove it."),
            (
                ["pattern": "^[0-9]{2}$", "description": "Two digits."], "x",
                "Expected text of the form `^[0-9]{2}$` (Two digits)."
            ),
            (false, 1, "Nothing is allowed here; remove it."),
            (
                ["oneOf": [true, ["type": "number"]]], 1,
                "Fits more than one of the forms that exclude each other (forms 1 and 2); keep to one of them."
            ),
        ] as [(JSONValue, JSONValue, String)]
    )
    func `a message says what was expected`(
        schema: JSONValue,
        document: JSONValue,
        message: String
    ) throws {
        #expect(try CompiledSchema(schema).validate(document).map(\.message) == [message])
    }

    @Test func `a long list of values is cut`() throws {
        let values = (0..<300).map { JSONValue.number(JSONNumber($0)) }

        let message = try #require(
            CompiledSchema(["enum": .array(values)]).validate("x").first?.message
        )

        #expect(message.hasSuffix("18, 19 or 280 more."))
    }

    @Test func `all violations are found, in the same order every time`() throws {
        let names = (0..<40).map { "k\($0)" }
        let properties = Dictionary(
            uniqueKeysWithValues: names.map { ($0, ["type": "string"] as JSONValue) }
        )
        let schema = try CompiledSchema([
            "properties": .object(properties), "additionalProperties": ["type": "null"],
        ])
        let document = JSONValue.object(
            Dictionary(uniqueKeysWithValues: (names + names.map { "x" + $0 }).map { ($0, 1) })
        )

        let violations = schema.validate(document)

        #expect(
            violations.map(\.instancePointer.tokens)
                == (names.sorted() + names.map { "x" + $0 }.sorted()).map { [$0] }
        )
    }

    @Test func `no more than a hundred violations are reported`() throws {
        let schema = try CompiledSchema(["items": ["type": "string"]])

        #expect(schema.validate(.array(Array(repeating: 1, count: 500))).count == 100)
    }

    @Test(
        arguments: [
            ["type": "number"], ["enum": ["a"]], ["const": "a"], ["maxLength": 1],
            ["pattern": "^a$"],
            ["format": "date"], ["format": "uuid"], ["format": "regex"],
            ["not": ["type": "string"]],
            ["anyOf": [["maxLength": 1], ["const": "a"]]], ["oneOf": [["type": "string"], true]],
            ["$ref": "#/$defs/a"], false,
        ] as [JSONValue]
    )
    func `a message never quotes the document`(schema: JSONValue) throws {
        let schema = try CompiledSchema([
            "x-personal": true, "properties": ["name": schema],
            "$defs": ["a": ["maxLength": 3, "pattern": "^x"]],
        ])

        let violations = schema.validate(["name": "(Fictitious-Testerly"])

        #expect(!violations.isEmpty)
        #expect(!violations.contains { $0.message.contains("Fictitious") })
    }
}
