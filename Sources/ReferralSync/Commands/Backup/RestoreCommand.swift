import ArgumentParser
import Database
import Foundation
import Outbox
import Portal
import Referrals
import Vault

/// `restore`: goes back to a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup into a new store, and show that it is whole.",
        discussion: """
            The store of the settings must not exist yet, or be empty; it may be of the other kind \
            than the one that was backed up. Until everything is shown to be whole nothing can work on \
            it; what was interrupted goes on by the same command. Deliveries that were waiting or under \
            way become uncertain: the store that was lost may have sent them after the backup, so each \
            partner is asked first, or is sent the same bytes under the same key if it declares that \
            it knows them, or a person must ask.
            """
    )

    @Argument(help: ArgumentHelp("The backup.", valueName: "NAME.backup"))
    var file: String

    @Option(help: ArgumentHelp("The children's keys. Default: NAME.keys beside it."))
    var keys: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let settings = try await options.load().settings
        if let service = await RemoteDesk.find(settings) {
            throw Complaint(
                .unavailable,
                "A service works on this store: process \(service.health.pid). Stop it first."
            )
        }
        let restorer = Restorer(
            backup: file,
            keysFile: keys ?? BackupTrial.keysFile(of: file),
            under: DataKeys(under: try settings.keys.load())
        )
        // Before the store is made.
        try restorer.checkFiles()
        let folder = URL(filePath: file).absoluteURL.deletingLastPathComponent().path
        let console = options.console
        try OpenStore.makeFolder(for: settings.store)
        let database = try await OpenStore.database(of: settings)
        let report: RestoreReport
        do {
            let caller = settings.access.caller(.current, owner: geteuid())
            report = try await Caller.$current.withValue(caller) {
                try await restorer.restore(
                    into: database,
                    folder: folder,
                    at: database.now
                ) { table, _ in
                    if console.hasMessageTerminal { console.draw("\r\u{1B}[K\(table) …") }
                }
            }
            if console.hasMessageTerminal { console.draw("\r\u{1B}[K") }
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
        if options.json { return try console.write(WireFormat.encodeLines([report])) }
        try console.print("\(report.name) is restored into \(settings.store.shown).")
        for line in report.lines { try console.print(line) }
        for line in report.advice { console.say(line) }
    }
}
