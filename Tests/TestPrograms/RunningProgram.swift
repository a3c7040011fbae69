import Foundation
import Synchronization

/// A program that runs in the background; its output is collected in files, so no pipe can fill up.
///
/// It is spawned without `Foundation.Process`, which learns of an end by a descriptor that later
/// children inherit, so that the end of one is not noticed while another lives.
package final class RunningProgram: Sendable {
    private let folder: URL
    private let ended: AsyncStream<Int32>
    private let isAlive = Mutex(true)

    /// The process identifier.
    package let pid: Int32

    init(
        _ url: URL,
        _ arguments: [String],
        input: Data,
        environment: [String: String]
    ) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try input.write(to: folder.appending(path: "input"))
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        pid = try Self.spawn(
            [url.path] + arguments,
            environment: all.map { "\($0.key)=\($0.value)" },
            in: folder
        )
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        Thread.detachNewThread { [self] in
            var information = unsafe siginfo_t()
            while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1,
                errno == EINTR
            {}
            var status: Int32 = 0
            // Until it is reaped the number stays its own, so that a signal can hit nothing else.
            isAlive.withLock { isAlive in
                _ = unsafe waitpid(pid, &status, 0)
                isAlive = false
            }
            // The exit code, or the number of the signal.
            end.yield(status & 0x7F == 0 ? (status >> 8) & 0xFF : status & 0x7F)
            end.finish()
        }
    }

    /// What it wrote to standard output so far.
    package var output: String { text("output") }

    /// What it wrote to standard error so far.
    package var errors: String { text("errors") }

    /// Waits for the end and cleans up.
    package func end() async -> Program.Outcome {
        var code: Int32 = -1
        for await status in ended { code = status }
        let outcome = Program.Outcome(code: code, output: output, errors: errors)
        try? FileManager.default.removeItem(at: folder)
        return outcome
    }

    /// Sends a signal.
    package func signal(_ number: Int32) {
        isAlive.withLock { isAlive in
            if isAlive { kill(pid, number) }
        }
    }

    /// Asks it to stop and waits until it did.
    @discardableResult
    package func stop() async -> Program.Outcome {
        signal(SIGTERM)
        return await end()
    }

    private func text(_ file: String) -> String {
        let data = try? Data(contentsOf: folder.appending(path: file))
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// Starts a child with its three files.
    private static func spawn(
        _ arguments: [String],
        environment: [String],
        in folder: URL
    ) throws -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        for (number, name, flags) in [
            (0, "input", O_RDONLY), (1, "output", create), (2, "errors", create),
        ] as [(Int32, String, Int32)] {
            unsafe posix_spawn_file_actions_addopen(
                &actions,
                number,
                folder.appending(path: name).path,
                flags,
                0o600
            )
        }
        // A thread of the pool blocks most signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var pid: Int32 = 0
        let code = unsafe posix_spawn(&pid, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        return pid
    }
}
