import Foundation

/// The built program, run as its user would run it.
struct Program {
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The user's home, so that no real settings or store are touched.
    let home: URL

    /// The program beside the test bundle, as `swift build` made it.
    var executable: URL {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "referral-sync")
    }

    var environment: [String: String] {
        [
            "HOME": home.path, "PATH": "/usr/bin:/bin",
            "REFERRAL_SYNC_CONTRACTS": Repository.file("Contracts").path,
        ]
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], input: String = "") throws -> Outcome {
        let files = ["input", "output", "errors"].map { home.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus,
            output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8)
        )
    }
}
