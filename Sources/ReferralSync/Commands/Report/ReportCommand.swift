import ArgumentParser

/// `report`: what came of everything.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell what came of referrals.",
        subcommands: [Feedback.self]
    )
}
