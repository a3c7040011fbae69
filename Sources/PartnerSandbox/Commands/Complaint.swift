import ArgumentParser
import Foundation

/// A failure with a sentence for the user, and the exit code of its kind (sysexits.h).
struct Complaint: Error {
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let cannotWrite: Int32 = 73

    let sentence: String
    let code: Int32

    init(_ sentence: String, code: Int32) {
        self.sentence = sentence
        self.code = code
    }

    /// Runs a command; a complaint becomes its sentence on standard error and its exit code.
    static func told(by command: () async throws -> Void) async throws {
        do {
            try await command()
        } catch let complaint as Complaint {
            FileHandle.standardError.write(Data("partner-sandbox: \(complaint.sentence)\n".utf8))
            throw ExitCode(complaint.code)
        }
    }
}
