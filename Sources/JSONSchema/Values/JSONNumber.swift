/// A number of JSON, kept exactly: 1.0 equals 1, and 1e400 is neither infinite nor expensive.
///
/// The value is coefficient × 10^exponent, normalised so that the coefficient does not end in zero;
/// therefore equal numbers have equal parts.
package struct JSONNumber: Sendable, Hashable {
    enum Parts: Sendable, Hashable {
        case short(coefficient: Int64, exponent: Int32)
        /// For coefficients that do not fit; rare, so kept out of line.
        indirect case long(LongDecimal)
    }

    let parts: Parts

    /// A whole number.
    package init(_ value: Int) {
        self.init(coefficient: Int64(value), exponent: 0)
    }

    init(coefficient: Int64, exponent: Int32) {
        var coefficient = coefficient
        var exponent = coefficient == 0 ? 0 : exponent
        while coefficient != 0, coefficient.isMultiple(of: 10) {
            coefficient /= 10
            exponent += 1
        }
        parts = .short(coefficient: coefficient, exponent: exponent)
    }

    /// Any decimal; uses the short form when it fits, so that equal numbers have one form.
    init(_ decimal: LongDecimal) {
        parts =
            decimal.coefficient.map { .short(coefficient: $0, exponent: decimal.exponent) }
            ?? .long(decimal)
    }

    /// Whether there is no fraction, as in 3, 3.0 and 3e2.
    package var isInteger: Bool {
        switch parts {
        case .short(_, let exponent): exponent >= 0
        case .long(let decimal): decimal.exponent >= 0
        }
    }

    /// The whole number that fits an `Int`, or nil.
    package var intValue: Int? {
        guard case .short(let coefficient, let exponent) = parts, (0...18).contains(exponent) else {
            return nil
        }
        var value = Int(coefficient)
        for _ in 0..<exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value
    }

    /// The nearest binary number; infinite when it is too large.
    package var doubleValue: Double {
        Double(description) ?? .nan
    }

    var decimal: LongDecimal {
        switch parts {
        case .short(let coefficient, let exponent):
            LongDecimal(coefficient: coefficient, exponent: exponent)
        case .long(let decimal): decimal
        }
    }
}

extension JSONNumber: Comparable {
    package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        if case .short(let one, let exponent) = left.parts,
            case .short(let other, exponent) = right.parts
        {
            return one < other
        }
        return left.decimal < right.decimal
    }
}
