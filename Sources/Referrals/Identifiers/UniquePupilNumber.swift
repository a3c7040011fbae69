/// A pupil's UPN (GovTalk data standard UniquePupilNumber 2.0; Children in Need census rules
/// 1510–1560).
///
/// A check letter, a local authority's number, an establishment, a year and a serial. A temporary
/// UPN ends in a letter. The check letter is the sum of each digit times its place, 2 to 13, by 23.
/// The authority's number is not checked: authorities merge, and old numbers stay in use.
package struct UniquePupilNumber: CheckedText, CustomStringConvertible {
    package static let expectation =
        "a UPN of 13 characters with a right check letter; ask the school for it"

    private static let letters = Array("ABCDEFGHJKLMNPQRTUVWXYZ")

    /// The 13 characters.
    package let text: String

    package init?(_ text: String) {
        let characters = Array(text)
        guard characters.count == 13, String(characters[1...11]).isDigits(11...11),
            let last = Self.value(of: characters[12])
        else { return nil }
        let values = String(characters[1...11]).digits + [last]
        let sum = zip(values, 2...13).reduce(0) { $0 + $1.0 * $1.1 }
        guard characters[0] == Self.letters[sum % 23] else { return nil }
        self.text = text
    }

    package var description: String { "UPN (hidden)" }

    /// A digit counts as itself; the letter of a temporary UPN counts as its place in the alphabet.
    private static func value(of character: Character) -> Int? {
        if let digit = character.wholeNumberValue, character.isASCII { return digit }
        return letters.firstIndex(of: character)
    }
}
