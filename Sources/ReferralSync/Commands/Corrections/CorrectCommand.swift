import ArgumentParser
import Foundation
import Intake
import Outbox
import Portal

/// `correct`: makes new versions of referrals.
struct CorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Correct referrals: a new version goes to whoever has the old one.",
        discussion: """
            The whole referral is given anew, with the same source reference; a version that is not \
            above the newest is raised. What was not sent yet of the old version is not sent any more.
            """
    )

    @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let loaded = try await options.load()
        var submission = Submission(
            door: DeskDoor(loaded),
            console: options.console,
            asJSON: options.json,
            time: .system,
            isCorrection: true
        )
        let inputs = try files.map(InputFile.checked)
        for input in inputs {
            let documents = try InputFile.documents(in: input)
            try await submission.submit(documents, from: inputs.count > 1 ? input : nil)
        }
        try submission.finish()
    }
}
