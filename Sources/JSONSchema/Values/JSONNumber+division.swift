extension JSONNumber {
    /// Whether this is a whole multiple of a divisor that is not zero; exact for any decimals.
    package func isMultiple(of divisor: JSONNumber) -> Bool {
        let dividend = decimal
        let divisor = divisor.decimal
        guard !dividend.digits.isEmpty else { return true }
        // Neither coefficient ends in zero, so a negative shift leaves a fraction.
        let shift = Int(dividend.exponent) - Int(divisor.exponent)
        guard shift >= 0 else { return false }
        return Self.remainderIsZero(dividend.digits, shift: shift, by: divisor.digits)
    }

    /// Whether a divisor goes into `digits` × 10^`shift`.
    ///
    /// A divisor of n digits has fewer than 4n factors 2 or 5, so more tens than that change nothing
    /// and a huge exponent costs no more than a small one.
    private static func remainderIsZero(_ digits: [UInt8], shift: Int, by divisor: [UInt8]) -> Bool
    {
        let zeros = min(shift, 4 * divisor.count)
        if divisor.count <= 18 {
            let number = divisor.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
            return shortRemainder(digits, zeros: zeros, by: number) == 0
        }
        return longRemainder(digits, zeros: zeros, by: divisor).allSatisfy { $0 == 0 }
    }

    private static func shortRemainder(_ digits: [UInt8], zeros: Int, by divisor: UInt64) -> UInt64
    {
        var remainder: UInt64 = 0
        for place in 0..<(digits.count + zeros) {
            let digit = place < digits.count ? digits[place] : 0
            let next = UInt128(remainder) * 10 + UInt128(digit)
            remainder = UInt64(next % UInt128(divisor))
        }
        return remainder
    }

    /// School division, digit by digit; `remainder` has one digit more than the divisor.
    private static func longRemainder(_ digits: [UInt8], zeros: Int, by divisor: [UInt8]) -> [UInt8]
    {
        let divisor = [0] + divisor
        var remainder = [UInt8](repeating: 0, count: divisor.count)
        for place in 0..<(digits.count + zeros) {
            remainder.removeFirst()
            remainder.append(place < digits.count ? digits[place] : 0)
            while !remainder.lexicographicallyPrecedes(divisor) {
                subtract(divisor, from: &remainder)
            }
        }
        return remainder
    }

    private static func subtract(_ small: [UInt8], from large: inout [UInt8]) {
        var borrow: UInt8 = 0
        for place in large.indices.reversed() {
            let taken = small[place] + borrow
            borrow = large[place] < taken ? 1 : 0
            large[place] = large[place] + borrow * 10 - taken
        }
    }
}
