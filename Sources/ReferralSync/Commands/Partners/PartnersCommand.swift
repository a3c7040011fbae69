import ArgumentParser

/// `partners`: the agencies of the settings.
struct PartnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "Show, try, pause and resume the partner agencies.",
        subcommands: [List.self, Check.self, Pause.self, Resume.self],
        defaultSubcommand: List.self
    )
}
