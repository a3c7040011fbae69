import JSONSchema
import Testing

struct JSONNumberTests {
    @Test(
        arguments: [
            ("1.0", "1"), ("100", "1e2"), ("-0", "0"), ("0.10", "1e-1"), ("0e999999999", "0"),
            ("-9223372036854775808", "-9223372036854775808.0"),
            ("123456789012345678901234567890", "1234567890123456789012345678.90e2"),
        ])
    func `numbers that mean the same are equal`(one: String, other: String) throws {
        let first = try #require(JSONNumber(one))
        let second = try #require(JSONNumber(other))

        #expect(first == second)
        #expect(first.hashValue == second.hashValue)
        #expect(first.description == second.description)
    }

    @Test func `the smallest integer equals its text`() {
        #expect(JSONNumber(.min) == JSONNumber("-9223372036854775808"))
    }

    @Test func `large integers that differ by one differ`() {
        #expect(JSONNumber("9007199254740993") != JSONNumber("9007199254740992"))
        #expect(JSONNumber("123456789012345678901") != JSONNumber("123456789012345678902"))
    }

    @Test func `numbers are in order, however large or small`() throws {
        let texts = [
            "-1e400", "-123456789012345678901", "-2", "-1.5", "-1e-999999999", "0", "1e-999999999",
            "0.3", "1", "1.5", "15", "123456789012345678901", "1e400", "1e999999999",
        ]
        let numbers = try texts.map { try #require(JSONNumber($0)) }

        #expect(numbers.reversed().sorted() == numbers)
    }

    @Test(
        arguments: [
            ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("0.3", "0.1", true),
            ("0", "7", true), ("-9", "3", true), ("7", "2", false), ("1e308", "0.5", true),
            ("1e308", "0.123456789", false), ("1e400", "1e-999999999", true),
            ("1e-999999999", "1e400", false), ("1e999999999", "3", false),
            ("1e999999999", "0.00032", true),
            ("246913578024691357802469135780", "123456789012345678901234567890", true),
            ("246913578024691357802469135781", "123456789012345678901234567890", false),
        ])
    func `multiples are exact`(dividend: String, divisor: String, isMultiple: Bool) throws {
        let number = try #require(JSONNumber(dividend))

        #expect(number.isMultiple(of: try #require(JSONNumber(divisor))) == isMultiple)
    }

    @Test func `only whole numbers that fit become an Int`() {
        #expect(JSONNumber("9.0")?.intValue == 9)
        #expect(JSONNumber("9e3")?.intValue == 9000)
        #expect(JSONNumber("9.5")?.intValue == nil)
        #expect(JSONNumber("9223372036854775808")?.intValue == nil)
        #expect(JSONNumber("1e400")?.intValue == nil)
    }

    @Test(
        arguments: [
            ("1e2", "100"), ("1.50", "1.5"), ("1e-7", "1e-7"), ("12e-3", "0.012"),
            ("1e400", "1e400"), ("-1.25e-9", "-1.25e-9"), ("1e20", "100000000000000000000"),
        ])
    func `a number has one text`(written: String, text: String) throws {
        #expect(try #require(JSONNumber(written)).description == text)
    }

    @Test(arguments: ["", "1 ", "+1", "NaN", "0x1", ".5", "01"])
    func `what JSON does not write is no number`(text: String) {
        #expect(JSONNumber(text) == nil)
    }
}
