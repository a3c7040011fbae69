/// A postcode of the United Kingdom by its shape: outward and inward part (BS 7666).
package struct Postcode: CheckedText, CustomStringConvertible {
    package static let expectation =
        "a United Kingdom postcode, such as ZZ99 3WZ"

    /// The text as it was given.
    package let text: String

    package init?(_ text: String) {
        // By hand: every address of every document is checked, and a regular expression takes as
        // long as all the rest of a document.
        var outward = Array(text.utf8)
        guard (5...8).contains(outward.count) else { return nil }
        let inward = outward.suffix(3)
        outward.removeLast(3)
        if outward.last == UInt8(ascii: " ") { outward.removeLast() }
        let areaCount = outward.prefix(while: \.isCapital).count
        let district = outward.dropFirst(areaCount)
        guard (1...2).contains(areaCount), (1...2).contains(district.count),
            district.first?.isDigit == true,
            district.allSatisfy({ $0.isDigit || $0.isCapital }),
            inward.first?.isDigit == true, inward.dropFirst().allSatisfy(\.isCapital)
        else { return nil }
        self.text = text
    }

    package var description: String { "postcode (hidden)" }
}

extension UInt8 {
    fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
