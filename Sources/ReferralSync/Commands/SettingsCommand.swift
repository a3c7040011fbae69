import ArgumentParser

/// `settings`: every effective setting, and where it comes from.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show every setting, and where its value comes from.",
        discussion: "Each key can be set in the environment by the name that is shown."
    )

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let loaded = try await options.load()
        let facts = SettingKey.allCases.map { SettingFacts($0, in: loaded) }
        try facts.show(options, orSay: "")
    }
}
