import Foundation

/// `referral-sync run`, as long as a test needs it.
final class RunningService {
    private let process = Process()
    private let log = Pipe()

    /// Starts the service and returns when it says that it is ready, or has ended.
    init(_ program: Program) throws {
        process.executableURL = program.executable
        process.arguments = ["run"]
        process.environment = program.environment
        process.standardInput = FileHandle.nullDevice
        process.standardError = log
        try process.run()
        var text = ""
        while !text.contains(" ready ") {
            let bytes = log.fileHandleForReading.availableData
            if bytes.isEmpty { return }
            text += String(decoding: bytes, as: UTF8.self)
        }
    }

    var pid: Int32 { process.processIdentifier }

    /// Sends a signal, and returns the exit code and the rest of the log.
    func end(_ signal: Int32 = SIGTERM) throws -> (code: Int32, log: String) {
        kill(process.processIdentifier, signal)
        let rest = try log.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: rest, as: UTF8.self))
    }
}
