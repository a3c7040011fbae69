import Foundation

/// The settings of this run, and where each value came from.
struct LoadedSettings: Sendable {
    let settings: Settings
    let origins: [SettingKey: SettingOrigin]
    /// The settings file, if there is one.
    let file: URL?

    /// Reads the layers over the defaults; throws everything that is wrong at once.
    static func load(
        file named: String?,
        store: String?,
        in surroundings: Surroundings
    ) async throws -> LoadedSettings {
        let file =
            named.map {
                URL(filePath: $0, relativeTo: surroundings.currentFolder).absoluteURL
            } ?? surroundings.settingsFile
        let layers = try await SettingLayers(
            store: store,
            environment: surroundings.environment,
            file: file
        )
        var reading = SettingsReading(
            defaults: Settings(in: surroundings, settingsFile: file),
            currentFolder: surroundings.currentFolder
        )
        for key in SettingKey.allCases {
            guard let (text, origin) = layers.text(of: key) else { continue }
            reading.take(text, for: key, from: origin)
        }
        return LoadedSettings(
            settings: try reading.finished(),
            origins: reading.origins,
            file: file
        )
    }
}
