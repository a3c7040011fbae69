import Foundation

/// The one home of identifiers and of chance.
enum Identifiers {
    /// A new UUID of version 7 in lower case (RFC 9562, section 5.7).
    ///
    /// It begins with the time, to a quarter of a microsecond (section 6.2, method 3): so what is made
    /// together lies together in the store's indexes, which would else be written all over. The other
    /// 62 bits are random.
    static let make: @Sendable () -> String = {
        let ticks = UInt64(max(0, Date().timeIntervalSince1970) * 1000 * 4096)
        let (milliseconds, fraction) = (ticks >> 12, ticks & 0xFFF)
        return text(
            milliseconds << 16 | 0x7000 | fraction,
            0b10 << 62 | UInt64.random(in: 0..<(1 << 62))
        )
    }

    /// A number from 0 to 1, for jitter.
    static let random: @Sendable () -> Double = { Double.random(in: 0...1) }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func text(_ first: UInt64, _ second: UInt64) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 {
                text.append(UInt8(ascii: "-"))
            }
            let half = place < 16 ? first : second
            text.append(digits[Int(half >> (60 - 4 * (place % 16)) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
