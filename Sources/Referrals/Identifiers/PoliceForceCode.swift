/// A police force of England or Wales, by its two digits (CJS organisational unit, second level).
package struct PoliceForceCode: CheckedText {
    package static let expectation =
        "the two digits of a police force of England or Wales, such as 42"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        guard text.isDigits(2...2), Self.codes.contains(text) else { return nil }
        self.text = text
    }

    private static let codes: Set<String> = [
        "01", "02", "03", "04", "05", "06", "07", "10", "11", "12", "13", "14", "16", "17", "20",
        "21", "22", "23", "30", "31", "32", "33", "34", "35", "36", "37", "40", "41", "42", "43",
        "44", "45", "46", "47", "48", "50", "52", "53", "54", "55", "60", "61", "62", "63",
    ]
}
