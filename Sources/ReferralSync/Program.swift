import ArgumentParser
import Foundation
import Vault

/// The entry point: runs one command, and turns its error into a sentence and an exit code.
@main
enum Program {
    static func main() async {
        // What we make holds personal data, so it is for its owner only.
        umask(0o077)
        ProcessGuard.hideMemory()
        do {
            var command = try await RootCommand.asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(error)
        }
    }

    /// Help and usage errors are the parser's; all others are ours.
    private static func end(_ error: any Error) -> Never {
        if !(error is Complaint), RootCommand.exitCode(for: error) != .failure {
            RootCommand.exit(withError: error)
        }
        let complaint = Complaint(explaining: error)
        let console = Console.process(ProcessInfo.processInfo.environment)
        console.say("referral-sync: \(complaint.message)")
        exit(complaint.status.rawValue)
    }
}
