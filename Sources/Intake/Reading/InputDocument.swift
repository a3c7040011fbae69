package import Foundation

/// One referral as it was handed in: its bytes, and the line where they begin.
package struct InputDocument: Sendable, Equatable {
    package let line: Int
    package let bytes: Data

    /// Pairs bytes with their line, from 1.
    package init(line: Int, bytes: Data) {
        self.line = line
        self.bytes = bytes
    }
}
