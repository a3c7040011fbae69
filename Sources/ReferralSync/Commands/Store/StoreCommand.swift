import ArgumentParser

/// `store`: the database itself.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Move an installation to another database, and bring a database up to date.",
        subcommands: [Copy.self, Migrate.self]
    )
}
