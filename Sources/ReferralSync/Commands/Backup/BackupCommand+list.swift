import ArgumentParser
import Portal

extension BackupCommand {
    /// `backup list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the backups that were made, the newest first."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let loaded = try await options.load()
            guard loaded.settings.store.mayExist else {
                throw Complaint(.noInput, "There is no store at \(loaded.settings.store.shown).")
            }
            let records = try await DeskDoor(loaded).once { desk in try await desk.backups() }
            try records.map(BackupFacts.init).show(
                options,
                orSay: "There are no backups yet. Make one: referral-sync backup"
            )
        }
    }
}
