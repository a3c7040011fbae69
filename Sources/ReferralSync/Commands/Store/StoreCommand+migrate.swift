import ArgumentParser
import Outbox

extension StoreCommand {
    /// `store migrate`: creates the schema or brings it up to date.
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "migrate",
            abstract: "Create the schema of the store, or bring it up to date.",
            discussion: """
                Every command does so by itself when it may. In PostgreSQL the role of the service \
                may not: run this once as the owner of the schema, before a new version is started.
                """
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let loaded = try await options.load()
            try await OpenStore.with(loaded.settings) { try await OutboxStore.migrate($0) }
            options.console.say("\(loaded.settings.store.shown) is up to date.")
        }
    }
}
