import ArgumentParser
import Foundation
import Outbox
import Portal

extension BackupCommand {
    /// `backup verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Restore a backup for trial, and show that it is whole.",
            discussion: """
                Does everything that restore does, in a store of its own that is removed afterwards: \
                every byte of both files, every row and digest, the check of the database, and the \
                opening of every sealed value. Needs as much room as the backup. Exit code 65 if \
                something is wrong.
                """
        )

        @Argument(help: ArgumentHelp("The backup.", valueName: "NAME.backup"))
        var file: String

        @Option(help: ArgumentHelp("The children's keys. Default: NAME.keys beside it."))
        var keys: String?

        @Option(
            help: ArgumentHelp(
                "The folder for the trial. Default: that of the backup.",
                valueName: "folder"
            )
        )
        var scratch: String?

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let trial = BackupTrial(
                backup: file,
                keysFile: keys,
                scratch: scratch,
                loaded: try await options.load()
            )
            let report = try await trial.run(options.console)
            _ = await trial.note(report.id, options.console)
            if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
            try options.console.print("\(report.name) is whole.")
            for line in report.lines { try options.console.print(line) }
        }
    }
}
