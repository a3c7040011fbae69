import ArgumentParser
import Foundation
import Outbox
import Portal

extension BackupCommand {
    /// `backup`, or `backup make`.
    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make",
            abstract: "Take a backup while everything goes on. This is what backup alone does.",
            discussion: """
                Where a service runs it writes the files itself, to a folder of its machine. They are \
                readable by their owner only. Files of children's keys whose time is over are removed \
                from where they were written.
                """
        )

        @Option(help: ArgumentHelp("The folder. Default: backup.folder", valueName: "folder"))
        var to: String?

        @Option(help: "What to call both files. Default: referral-sync- and the time in UTC.")
        var name: String?

        @Option(
            help: ArgumentHelp(
                "How many days the file of the children's keys may be kept. Default: backup.keysKept",
                valueName: "days"
            )
        )
        var keysKeep: Int?

        @Flag(help: "Verify it afterwards, as backup verify does.")
        var verify = false

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let loaded = try await options.load()
            let settings = loaded.settings.backup
            let order = BackupOrder(
                id: Identifiers.make(),
                folder: folder(or: settings.folder),
                name: name ?? BackupOrder.name(at: TimeSource.system.now()),
                keysKeptDays: keysKeep ?? Int(settings.keysKept / .seconds(86_400))
            )
            try order.check()
            guard loaded.settings.store.mayExist else {
                throw Complaint(
                    .noInput,
                    "There is no store at \(loaded.settings.store.shown) to back up."
                )
            }
            var record = try await DeskDoor(loaded).once { desk in try await desk.backUp(order) }
            if verify {
                let file = URL(filePath: record.folder).appending(path: "\(record.name).backup")
                    .path
                let trial = BackupTrial(backup: file, keysFile: nil, scratch: nil, loaded: loaded)
                _ = try await trial.run(options.console)
                record = await trial.note(record.id, options.console) ?? record
            }
            try [BackupFacts(record)].show(options, orSay: "")
            options.console.say(
                "Copy both files to other machines, and keep NAME.keys no longer than until "
                    + "\(Moments.text(record.keysUntil)), wherever it is."
            )
        }

        private func folder(or standard: URL) -> String {
            let folder =
                to.map { URL(filePath: $0, directoryHint: .isDirectory).absoluteURL } ?? standard
            return folder.standardizedFileURL.path
        }
    }
}
