import ArgumentParser

/// `partners`: the agencies of the settings.
struct PartnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "Show the partner agencies.",
        subcommands: [List.self],
        defaultSubcommand: List.self
    )

    /// `partners list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the partners: contract, coverage, address, certificate."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let partners = try PartnerFolder.load(try await options.load())
            let facts = partners.map(PartnerFacts.init)
            try facts.show(options, orSay: "There are no partners yet. Add a file for each.")
        }
    }
}
