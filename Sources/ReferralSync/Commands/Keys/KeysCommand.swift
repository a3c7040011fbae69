import ArgumentParser

/// `keys`: the key-encryption keys.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Show, make, change and remove the keys that protect the children's keys.",
        discussion: """
            Everything personal is sealed under a key for each child, and those are wrapped under a \
            key of the key file. To change that one: keys create, copy the key file to its safe place \
            and to every other machine, keys rotate, keys retire. Services go on meanwhile; what is \
            sealed is not written anew.
            """,
        subcommands: [List.self, Create.self, Rotate.self, Retire.self],
        defaultSubcommand: List.self
    )
}
