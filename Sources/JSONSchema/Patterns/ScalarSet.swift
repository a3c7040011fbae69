/// The code points that one place of a pattern accepts.
struct ScalarSet: Sendable {
    private var ranges: [ClosedRange<UInt32>] = []
    private var others: [@Sendable (Unicode.Scalar) -> Bool] = []
    private var isInverted = false
    /// The answers for ASCII, which is most of what is asked.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ ranges: [ClosedRange<UInt32>]) {
        insert(ranges: ranges)
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    init(where condition: @escaping @Sendable (Unicode.Scalar) -> Bool) {
        others = [condition]
        tabulate()
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return low >> UInt64(value) & 1 == 1 }
        if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
        return decides(scalar)
    }

    mutating func insert(ranges more: [ClosedRange<UInt32>]) {
        ranges += more
        tabulate()
    }

    mutating func insert(_ other: ScalarSet) {
        if other.isInverted {
            others.append { other.contains($0) }
        } else {
            ranges += other.ranges
            others += other.others
        }
        tabulate()
    }

    var inverted: ScalarSet {
        var set = self
        set.isInverted.toggle()
        set.tabulate()
        return set
    }

    private func decides(_ scalar: Unicode.Scalar) -> Bool {
        let isInside =
            ranges.contains { $0.contains(scalar.value) } || others.contains { $0(scalar) }
        return isInside != isInverted
    }

    private mutating func tabulate() {
        low = 0
        high = 0
        for value in UInt8(0)..<64 where decides(Unicode.Scalar(value)) {
            low |= 1 << UInt64(value)
        }
        for value in UInt8(64)..<128 where decides(Unicode.Scalar(value)) {
            high |= 1 << UInt64(value - 64)
        }
    }
}

extension ScalarSet {
    /// `\d`.
    static let digits = ScalarSet([0x30...0x39])
    /// `\w`.
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`: white space and line ends of ECMA-262.
    static let space = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// `.`, everything but line ends.
    static let notLineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]).inverted
}
