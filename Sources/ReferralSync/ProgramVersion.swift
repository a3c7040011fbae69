import Foundation

/// The version of the program.
enum ProgramVersion {
    static let text = "0.1.0"

    /// A moment that had passed when this version was made: 1 November 2026.
    static let builtAfter = Date(timeIntervalSince1970: 1_793_491_200)
}
