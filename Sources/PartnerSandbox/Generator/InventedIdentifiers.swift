/// Identifiers with right check digits that belong to nobody.
enum InventedIdentifiers {
    private static let letters = Array("ABCDEFGHJKLMNPQRTUVWXYZ")

    /// The NHS numbers of the 999 range, one for each index; numbers that cannot be are skipped.
    static func nhsNumbers(_ count: Int) -> [String] {
        var numbers: [String] = []
        var serial = 1
        while numbers.count < count {
            let nine = "999" + pad(serial, 6)
            let sum = zip(digits(nine), stride(from: 10, to: 1, by: -1)).reduce(0) {
                $0 + $1.0 * $1.1
            }
            let check = (11 - sum % 11) % 11
            if check < 10 { numbers.append(nine + String(check)) }
            serial += 1
        }
        return numbers
    }

    /// A UPN of an establishment that is not there.
    static func upn(_ serial: Int) -> String {
        let twelve = "9019" + "901" + pad(serial % 100_000, 5)
        let sum = zip(digits(twelve), 2...13).reduce(0) { $0 + $1.0 * $1.1 }
        return String(letters[sum % 23]) + twelve
    }

    /// A number with leading zeros.
    static func pad(_ number: Int, _ width: Int) -> String {
        String(String(number + power(width)).suffix(width))
    }

    private static func power(_ width: Int) -> Int {
        (0..<width).reduce(1) { value, _ in value * 10 }
    }

    private static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }
}
