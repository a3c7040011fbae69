import JSONSchema
import Testing

/// Which branch of an `anyOf` or `oneOf` is reported.
struct BranchTests {
    private let birth: JSONValue = [
        "anyOf": [
            [
                "type": "object", "required": ["date", "precision"], "additionalProperties": false,
                "properties": [
                    "date": ["format": "date"], "precision": ["enum": ["exact", "estimated"]],
                ],
            ],
            [
                "type": "object", "required": ["missing"], "additionalProperties": false,
                "properties": ["missing": ["enum": ["unknown", "refused"]]],
            ],
            ["type": "string", "maxLength": 4],
        ]
    ]

    @Test(
        arguments: [
            (["missing": "lost"], ["/missing enum"]),
            (["date": "2026-02-30", "precision": "exact"], ["/date format"]),
            (["date": "2026-02-30", "precision": "about"], ["/date format", "/precision enum"]),
            (
                ["date": "2026-02-03", "precison": "exact"],
                [" required", "/precison additionalProperties"]
            ),
            ("too long", [" maxLength"]),
        ] as [(JSONValue, [String])]
    )
    func `the branch that was probably meant is reported`(
        document: JSONValue,
        expected: [String]
    ) throws {
        let violations = try CompiledSchema(birth).validate(document)

        #expect(violations.map { "\($0.instancePointer) \($0.keyword)" } == expected)
    }

    @Test func `a value of no branch's type is told all the types`() throws {
        #expect(
            try CompiledSchema(birth).validate(7).map(\.message)
                == ["Expected an object or text, found a whole number."]
        )
    }

    @Test func `a constant tells branches apart`() throws {
        let schema = try CompiledSchema([
            "oneOf": [
                [
                    "properties": ["kind": ["const": "a"], "size": ["minimum": 5]],
                    "required": ["kind"],
                ],
                [
                    "properties": ["kind": ["const": "b"], "name": ["type": "string"]],
                    "required": ["kind"],
                ],
            ]
        ])

        #expect(
            schema.validate(["kind": "b", "name": 1, "size": 1]).map(\.instancePointer.description)
                == ["/name"]
        )
    }

    @Test func `constants are listed together`() throws {
        let schema = try CompiledSchema(["anyOf": [["const": "a"], ["enum": ["b", "c"]]]])

        #expect(
            schema.validate("x").map(\.message) == [#"Expected one of these: "a", "b" or "c"."#]
        )
    }

    @Test func `alternatives that need one thing each are told together`() throws {
        let schema = try CompiledSchema(["anyOf": [["required": ["a"]], ["required": ["b"]]]])

        let violations = schema.validate([:])

        #expect(violations.map(\.message) == ["Missing `a`; add it. Or: Missing `b`; add it."])
        #expect(violations.map(\.keyword) == ["anyOf"])
    }

    @Test func `the deepest match is reported`() throws {
        let schema = try CompiledSchema([
            "anyOf": [
                [
                    "properties": [
                        "a": ["properties": ["b": ["properties": ["c": ["type": "null"]]]]]
                    ]
                ],
                ["properties": ["a": ["maxProperties": 0]]],
            ]
        ])

        #expect(
            schema.validate(["a": ["b": ["c": 1]]]).map(\.instancePointer.description) == ["/a/b/c"]
        )
    }
}
