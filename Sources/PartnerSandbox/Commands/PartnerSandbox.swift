import ArgumentParser

/// Pretend agencies, for demonstrations, tests and integrators.
@main struct PartnerSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner-sandbox",
        abstract: "Pretend agencies that receive referrals over mutual TLS.",
        subcommands: [
            CertificatesCommand.self, ServeCommand.self, FaultsCommand.self, ReferralsCommand.self,
            JournalCommand.self,
        ]
    )
}
