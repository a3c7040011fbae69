import ArgumentParser
import Foundation

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The settings file. Default: $REFERRAL_SYNC_SETTINGS, or "
                + "/etc/referral-sync/settings.yaml, or none.",
            valueName: "file"
        )
    )
    var settings: String?

    @Option(
        help: ArgumentHelp(
            "The store: sqlite:PATH, a path, or postgresql://USER@HOST/DATABASE.",
            valueName: "url"
        )
    )
    var store: String?

    @Flag(help: "Write results as JSON, one document on each line.")
    var json = false

    /// Reads the settings that these options lead to.
    func load() async throws -> LoadedSettings {
        try await LoadedSettings.load(file: settings, store: store, in: .process)
    }

    /// Where the command writes.
    var console: Console { .process(ProcessInfo.processInfo.environment) }
}
