package import Foundation

/// One of our built programs, run as its user would run it.
package struct Program: Sendable {
    /// What a finished run gave.
    package struct Outcome: Sendable {
        package let code: Int32
        package let output: String
        package let errors: String

        /// The output's lines as JSON objects.
        package func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                guard let object = object as? [String: Any] else { throw NotAnObject() }
                return object
            }
        }
    }

    package struct NotAnObject: Error {}

    package static let referralSync = Program(name: "referral-sync")
    package static let partnerSandbox = Program(name: "partner-sandbox")

    private let url: URL

    /// Where it is.
    package var path: String { url.path }

    /// A program beside the test bundle, as `swift build` made it.
    package init(name: String) {
        url = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name)
    }

    /// A program of the system.
    package init(path: String) { url = URL(filePath: path) }

    /// Runs the program to its end.
    @discardableResult
    package func run(
        _ arguments: [String],
        input: Data = Data(),
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let running = try start(arguments, input: input, environment: environment)
        return await running.end()
    }

    /// Starts the program and leaves it running.
    package func start(
        _ arguments: [String],
        input: Data = Data(),
        environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try RunningProgram(url, arguments, input: input, environment: environment)
    }
}
