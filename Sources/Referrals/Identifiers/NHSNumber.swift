/// A patient's NHS number: ten digits, the last a check digit modulo 11.
///
/// Rule of the NHS Data Dictionary: multiply the first nine by 10, 9, …, 2; the check digit is 11
/// less the remainder of the sum by 11, where 11 counts as 0 and 10 makes the number invalid.
package struct NHSNumber: CheckedText, CustomStringConvertible {
    package static let expectation =
        "an NHS number of ten digits with a right check digit; check it against the source"

    /// The ten digits, without spaces.
    package let text: String

    package init?(_ text: String) {
        let number = text.replacing(" ", with: "")
        guard number.isDigits(10...10) else { return nil }
        let digits = number.digits
        let sum = zip(digits, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - sum % 11) % 11
        guard check == digits[9] else { return nil }
        self.text = number
    }

    package var description: String { "NHS number (hidden)" }
}
