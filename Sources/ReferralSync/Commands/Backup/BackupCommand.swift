import ArgumentParser

/// `backup`: a copy of the store that is shown to be whole.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Take a backup of the store, verify one, and list them.",
        discussion: """
            A backup is two sealed files: NAME.backup holds everything but the children's keys, and \
            NAME.keys these keys. What is erased stays readable as long as a copy of its key, so \
            NAME.keys may be kept only until the day that is shown; NAME.backup may be kept longer, and is \
            read with the NAME.keys of a newer backup. Both need the key file of the store, of which you \
            keep a safe copy elsewhere. To go back to a backup: referral-sync restore NAME.backup
            """,
        subcommands: [Make.self, Verify.self, List.self],
        defaultSubcommand: Make.self
    )
}
