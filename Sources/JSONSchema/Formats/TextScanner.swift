/// Reads the bytes of a text from left to right.
struct TextScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }
    var peek: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard let peek, UInt32(peek) == scalar.value else { return false }
        position += 1
        return true
    }

    mutating func takeAny(of scalars: Unicode.Scalar...) -> Unicode.Scalar? {
        for scalar in scalars where take(scalar) { return scalar }
        return nil
    }

    /// A number of exactly so many digits.
    mutating func takeNumber(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let peek, (0x30...0x39).contains(peek) else { return nil }
            value = value * 10 + Int(peek - 0x30)
            position += 1
        }
        return value
    }

    /// Takes bytes as long as they fit, and counts them.
    mutating func takeWhile(_ fits: (UInt8) -> Bool) -> Int {
        let start = position
        while let peek, fits(peek) { position += 1 }
        return position - start
    }

    mutating func takeDigits() -> Int {
        takeWhile { (0x30...0x39).contains($0) }
    }
}
