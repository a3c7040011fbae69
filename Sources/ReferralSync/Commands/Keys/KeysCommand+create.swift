import ArgumentParser
import Foundation
import Outbox
import Portal
import Vault

extension KeysCommand {
    /// `keys create`.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a new key and put it on top of the key file; nothing uses it yet.",
            discussion: """
                Nothing in the store is wrapped anew: keys rotate begins to use the new key. Those from before stay \
                in the file, because they still open what is wrapped under them.
                """
        )

        @OptionGroup var why: ReasonOption

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            ProcessGuard.lockMemory()
            let loaded = try await options.load()
            let settings = loaded.settings
            let file = settings.keys
            let isFirst = !FileManager.default.fileExists(atPath: file.url.path)
            if isFirst {
                try await checkNew(settings)
                try OpenStore.makeFolder(of: file.url)
            }
            let key = try KeyEncryptionKey(newWithID: Identifiers.make())
            let ring = try file.add(key)
            let console = options.console
            // Without a store there is no log yet.
            if !isFirst, settings.store.mayExist {
                let door = DeskDoor(loaded)
                await KeysCommand.note(.made, key.id, because: why.reason, at: door, console)
                await door.close()
            }
            if options.json {
                let made = Made(id: key.id, file: file.url.path, keys: ring.ids)
                return try console.write(WireFormat.encodeLines([made]))
            }
            try console.print(
                isFirst
                    ? """
                    The key \(key.id) is in \(file.url.path), the first there.
                    Copy the file to its safe place, apart from the backups of the store: without it \
                    nothing stored can be read.
                    """
                    : """
                    The key \(key.id) is on top of \(file.url.path). Nothing uses it yet.
                    1. Copy the file to its safe place, and to every other machine that works on the store.
                    2. Then use it: referral-sync keys rotate
                    """
            )
        }

        /// A store that was sealed already needs the keys that it was sealed under, and no other.
        private func checkNew(_ settings: Settings) async throws {
            guard settings.store.mayExist else { return }
            var isSealed = await RemoteDesk.find(settings) != nil
            if !isSealed {
                try await OpenStore.with(settings) { isSealed = try await OutboxStore.isSealed($0) }
            }
            if isSealed { throw VaultError.keyFileMissing(path: settings.keyFile.path) }
        }
    }
}

/// A new key as programs read it.
private struct Made: Encodable {
    let id: String
    let file: String
    let keys: [String]
}
