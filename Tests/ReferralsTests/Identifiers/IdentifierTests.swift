import Foundation
import Referrals
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        "9434765919", "9476719931", "9876543210", "4010232137", "9990000018", "999 000 0026",
    ])
    func `an NHS number with a right check digit is taken`(text: String) {
        #expect(NHSNumber(text) != nil)
    }

    @Test(arguments: [
        "1234567890", "9990000000", "999000001", "99900000188", "999000001X", "", "٩٩٩٠٠٠٠٠١٨",
    ])
    func `any other NHS number is refused`(text: String) {
        #expect(NHSNumber(text) == nil)
    }

    @Test func `every change of one digit of an NHS number is noticed`() {
        let right = Array("9990000018")
        for place in right.indices {
            for digit in "0123456789" where digit != right[place] {
                var wrong = right
                wrong[place] = digit

                #expect(NHSNumber(String(wrong)) == nil)
            }
        }
    }

    @Test(arguments: [
        "A950000178301", "H243278544154", "A820432102001", "H801200001001", "U80120000100A",
    ])
    func `a UPN with a right check letter is taken`(text: String) {
        #expect(UniquePupilNumber(text) != nil)
    }

    @Test(arguments: [
        "R247962919251", "X428558133462", "B950000178301", "A95000017830", "A950000178301A",
        "a950000178301", "U80120000100I", "",
    ])
    func `any other UPN is refused`(text: String) {
        #expect(UniquePupilNumber(text) == nil)
    }

    @Test(arguments: [
        ("police-force-code", "42", "99"), ("ons-area-code", "E06000901", "S12000033"),
        ("uk-postcode", "ZZ99 3WZ", "99ZZ 3WZ"), ("school-urn", "999001", "99901"),
        ("ods-code", "Z99901", "z9"),
        ("laestab", "9990001", "999001"), ("uprn", "000000000001", "1234567890123"),
        ("uk-telephone", "+44 (0)1632 960123", "12345"), ("uk-telephone", "01632 960123", "0"),
    ])
    func `each format takes the right shape and refuses others`(
        format: String,
        right: String,
        wrong: String
    ) throws {
        let check = try #require(IdentifierFormats.all[format])

        #expect(check(right) == nil)
        #expect(check(wrong)?.hasPrefix("Expected ") == true)
    }

    @Test func `a refusal never quotes the value`() {
        for check in IdentifierFormats.all.values {
            #expect(check("secret-value")?.contains("secret-value") == false)
        }
    }

    @Test func `personal identifiers do not print themselves`() throws {
        let number = try #require(NHSNumber("9990000018"))

        #expect(!"\(number)".contains("999"))
    }

    @Test(arguments: ["2024-02-29", "2013-04-02"])
    func `a day that exists is taken`(text: String) {
        #expect(CalendarDay(text) != nil)
    }

    @Test(arguments: ["2023-02-29", "2013-13-01", "2013-4-2", "02/04/2013", "2013-04-02T00:00:00Z"])
    func `a day that does not exist is refused`(text: String) {
        #expect(CalendarDay(text) == nil)
    }
}
