import ArgumentParser

/// `referral-sync` itself.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "referral-sync",
        abstract:
            "Brings safeguarding referrals to partner agencies, and shows what became of them.",
        discussion: """
            Results go to standard output, everything else to standard error.

            Exit codes: 0 done, 64 usage, 65 some data was refused or names nothing known, \
            66 no input, 69 store or service unavailable, 70 a fault of the program, \
            73 cannot write, 75 try later, 77 not allowed, 78 settings.
            """,
        version: ProgramVersion.text,
        subcommands: [
            RunCommand.self, SubmitCommand.self, QueueCommand.self, StatusCommand.self,
            ResendCommand.self, CorrectCommand.self, WithdrawCommand.self,
            AcknowledgeCommand.self, ReportCommand.self, PartnersCommand.self,
            ContractsCommand.self, SettingsCommand.self,
            FindCommand.self, AuditCommand.self, RetentionCommand.self, EraseCommand.self,
            HoldCommand.self, ReleaseCommand.self, TokensCommand.self, KeysCommand.self,
            BackupCommand.self, RestoreCommand.self, StoreCommand.self, DoctorCommand.self,
        ]
    )
}
