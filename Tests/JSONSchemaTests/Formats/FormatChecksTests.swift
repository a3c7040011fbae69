import JSONSchema
import Testing

struct FormatChecksTests {
    private let even: FormatChecks.Check = { text in
        text.utf8.count.isMultiple(of: 2) ? nil : "Expected an even number of letters."
    }

    @Test func `a format of one's own is checked and gives its reason`() throws {
        let schema = try CompiledSchema(
            ["format": "even"],
            formats: FormatChecks.asserted.adding("even", even)
        )

        #expect(schema.validate("ab").isEmpty)
        #expect(schema.validate("abc").map(\.message) == ["Expected an even number of letters."])
        #expect(schema.validate("abc").map(\.keyword) == ["format"])
    }

    @Test func `an unknown format is refused with the nearest one`() {
        #expect(
            throws: SchemaError.unknownFormat(
                "dat-time",
                at: JSONPointer(tokens: ["format"]),
                nearest: "date-time"
            )
        ) {
            try CompiledSchema(["format": "dat-time"])
        }
    }

    @Test func `formats that are only notes are not checked`() throws {
        let schema = try CompiledSchema(
            ["properties": ["a": ["format": "date"], "b": ["format": "mine"]]],
            formats: .annotated
        )

        #expect(schema.validate(["a": "x", "b": "y"]).isEmpty)
    }

    @Test(arguments: [true, false])
    func `a reason that quotes the text is replaced`(isPersonal: Bool) throws {
        let telltale: FormatChecks.Check = { "\($0) is wrong." }
        let schema = try CompiledSchema(
            ["format": "telltale", "x-personal": .bool(isPersonal)],
            formats: FormatChecks.asserted.adding("telltale", telltale)
        )

        #expect(
            schema.validate("Wren Fictitious").map(\.message)
                == ["Expected text of the format `telltale`."]
        )
    }

    @Test func `a reason that quotes a word of personal text is replaced`() throws {
        let telltale: FormatChecks.Check = { "Not \($0.split(separator: " ")[0])." }
        let schema = try CompiledSchema(
            ["x-personal": true, "properties": ["name": ["format": "telltale"]]],
            formats: FormatChecks.asserted.adding("telltale", telltale)
        )

        #expect(
            schema.validate(["name": "Wren Fictitious"]).map(\.message)
                == ["Expected text of the format `telltale`."]
        )
    }
}
