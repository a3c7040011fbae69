import Foundation

/// A server of one test's own, whose settings it may change.
final class OwnServer {
    let uri: String
    private let process = Process()
    private let input = Pipe()

    init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "deploy/postgres/temporary.py").path
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n"),
            let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
        {
            line += byte
        }
        let about = try JSONSerialization.jsonObject(with: line) as? [String: Any]
        uri = about?["url"] as? String ?? ""
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs a statement outside any transaction; returns the output's lines.
    @discardableResult
    func ask(_ statement: String) throws -> [String] {
        let client = Process()
        client.executableURL = URL(filePath: "/usr/bin/env")
        client.arguments = ["psql", "-qXAt", uri, "-c", statement]
        let output = Pipe()
        client.standardOutput = output
        try client.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        client.waitUntilExit()
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Asks again and again until there is an answer.
    func await(_ question: String) async throws -> String {
        while true {
            if let answer = try ask(question).first { return answer }
            await Task.yield()
        }
    }
}
