import ArgumentParser
import Foundation
import Intake
import Outbox
import Portal

/// `submit`: queues referrals.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Queue referrals: a JSON object, an array of them, or one on each line.",
        discussion: """
            Each referral is answered by a line. What was submitted before is recognised and \
            changes nothing, so a submit that broke off can simply be repeated.
            """
    )

    @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "file"))
    var files: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let loaded = try await options.load()
        var submission = Submission(
            door: DeskDoor(loaded),
            console: options.console,
            asJSON: options.json,
            time: .system
        )
        let inputs = try files.isEmpty ? ["-"] : files.map(InputFile.checked)
        for input in inputs {
            let documents = try InputFile.documents(in: input)
            try await submission.submit(documents, from: inputs.count > 1 ? input : nil)
        }
        try submission.finish()
    }
}
