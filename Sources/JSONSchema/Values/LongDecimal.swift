/// A decimal number with as many digits as it needs.
struct LongDecimal: Sendable, Hashable {
    let isNegative: Bool
    /// The digits 0…9, without zeros at either end; empty for zero.
    let digits: [UInt8]
    let exponent: Int32

    init(isNegative: Bool, digits: some Collection<UInt8>, exponent: Int32) {
        let leading = digits.drop { $0 == 0 }
        var kept = Array(leading)
        while kept.last == 0 { kept.removeLast() }
        self.digits = kept
        self.isNegative = isNegative && !kept.isEmpty
        self.exponent = kept.isEmpty ? 0 : exponent + Int32(leading.count - kept.count)
    }

    init(coefficient: Int64, exponent: Int32) {
        var digits: [UInt8] = []
        var rest = coefficient.magnitude
        while rest > 0 {
            digits.append(UInt8(rest % 10))
            rest /= 10
        }
        self.init(isNegative: coefficient < 0, digits: digits.reversed(), exponent: exponent)
    }

    /// The signed digits as one integer, or nil when it does not fit.
    var coefficient: Int64? {
        guard digits.count <= 19 else { return nil }
        var value: Int64 = 0
        for digit in digits {
            let (shifted, tooLong) = value.multipliedReportingOverflow(by: 10)
            // The smallest Int64 has no positive counterpart, so the sign goes in digit by digit.
            let (next, overflow) = shifted.addingReportingOverflow(
                isNegative ? -Int64(digit) : Int64(digit)
            )
            guard !tooLong, !overflow else { return nil }
            value = next
        }
        return value
    }

    /// The place of the decimal point, counted from before the first digit.
    var point: Int { digits.count + Int(exponent) }
}

extension LongDecimal: Comparable {
    static func < (left: LongDecimal, right: LongDecimal) -> Bool {
        guard left.sign == right.sign else { return left.sign < right.sign }
        return left.isNegative
            ? right.isSmallerInSize(than: left) : left.isSmallerInSize(than: right)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    private func isSmallerInSize(than other: LongDecimal) -> Bool {
        guard point == other.point else { return point < other.point }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
