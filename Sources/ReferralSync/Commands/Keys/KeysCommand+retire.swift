import ArgumentParser
import Foundation
import Oversight
import Portal
import Vault

extension KeysCommand {
    /// `keys retire`.
    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire",
            abstract: "Remove a key from the key file, once nothing in the store needs it.",
            discussion: """
                Backups of the store that were made before the last rotation still need it: keep it in \
                its safe place as long as they are kept. Give the same command on every machine.
                """
        )

        @Argument(help: "The key, by its whole ID.") var id: String

        @OptionGroup var why: ReasonOption

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            ProcessGuard.lockMemory()
            let loaded = try await options.load()
            let file = loaded.settings.keys
            guard let key = try file.load(for: .administration)[id] else {
                throw VaultError.keyNotInFile(id: id, path: file.url.path)
            }
            let door = DeskDoor(loaded)
            do {
                try check(try await door.use { desk in try await desk.carryOut(KeysOrder()) })
                _ = try file.remove(id)
                do {
                    // Another machine may have begun to use it just then.
                    try check(try await door.use { desk in try await desk.carryOut(KeysOrder()) })
                } catch {
                    try file.restore(key)
                    throw error
                }
            } catch {
                await door.close()
                throw error
            }
            await KeysCommand.note(
                .retired,
                id,
                because: why.reason,
                at: door,
                options.console
            )
            await door.close()
            try show(file)
        }

        private func check(_ lines: [KeyLine]) throws(Complaint) {
            guard let needed = lines.first(where: { $0.id == id })?.needed else { return }
            throw Complaint(.badData, needed)
        }

        private func show(_ file: KeyFile) throws {
            if options.json {
                try options.console.write(WireFormat.encodeLines([Retired(id: id)]))
            } else {
                try options.console.print("The key \(id) is no longer in \(file.url.path).")
            }
            options.console.say(
                "Backups made before the last rotation hold keys that are wrapped under it: keep its "
                    + "safe copy as long as they are kept. On other machines give the same command."
            )
        }
    }
}

/// A removed key as programs read it.
private struct Retired: Encodable {
    let id: String
}
