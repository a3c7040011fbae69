import Foundation

/// The one home of identifiers and of chance.
enum Identifiers {
    /// A new UUID in lower case.
    static let make: @Sendable () -> String = { UUID().uuidString.lowercased() }

    /// A number from 0 to 1, for jitter.
    static let random: @Sendable () -> Double = { Double.random(in: 0...1) }
}
