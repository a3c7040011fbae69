import Foundation

/// Runs the verifier in Python, which was written from the specifications alone.
enum VerifyLog {
    struct Result: Equatable {
        let isRight: Bool
        let line: String
    }

    static func run(_ arguments: [String], input: some Encodable = String?.none) throws -> Result {
        let process = Process()
        let reading = Pipe()
        let writing = Pipe()
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let script = folder.appending(path: "../../../deploy/verify-log.py").standardizedFileURL
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [script.path] + arguments
        process.standardInput = reading
        process.standardOutput = writing
        try process.run()
        try reading.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(input))
        try reading.fileHandleForWriting.close()
        let line = try writing.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(
            isRight: process.terminationStatus == 0,
            line: String(decoding: line, as: UTF8.self)
        )
    }
}
