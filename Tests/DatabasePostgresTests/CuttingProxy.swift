import DatabasePostgres
import Foundation

/// A proxy before the test server that cuts the connection at one message; see `cutting_proxy.py`.
final class CuttingProxy {
    /// Where the one message is lost.
    enum Cut: String, CaseIterable {
        case before, after
    }

    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(toHost host: String, port: Int) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "cutting_proxy.py").path
        process.arguments = ["python3", script, host, "\(port)"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.port = Int(Self.line(from: output)) ?? 0
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Cuts at a message, counted from now.
    func arm(_ number: Int, _ cut: Cut) {
        _ = tell("arm \(number) \(cut.rawValue)")
    }

    /// Cuts nothing from now on; whether it cut since it was armed.
    func disarm() -> Bool { tell("disarm").hasSuffix("cut") }

    private func tell(_ command: String) -> String {
        input.fileHandleForWriting.write(Data((command + "\n").utf8))
        return Self.line(from: output)
    }

    private static func line(from pipe: Pipe) -> String {
        var bytes = Data()
        while let byte = try? pipe.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8)
        {
            if byte.isEmpty { break }
            bytes += byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
