import Configuration
import Foundation

/// The places that give settings, in the order in which they win.
struct SettingLayers: Sendable {
    private let layers: [(origin: Origin, reader: ConfigReader)]

    private enum Origin {
        case commandLine
        case environment
        case file(URL)
    }

    /// Opens the layers; every key of the file and of the environment must be known.
    init(
        store: String?,
        environment: [String: String],
        file: URL?
    ) async throws {
        try Self.checkNames(in: environment)
        var layers: [(origin: Origin, reader: ConfigReader)] = []
        if let store {
            let given: [AbsoluteConfigKey: ConfigValue] = [
                AbsoluteConfigKey([SettingKey.store.rawValue]): ConfigValue(
                    .string(store),
                    isSecret: false
                )
            ]
            layers.append((.commandLine, ConfigReader(provider: InMemoryProvider(values: given))))
        }
        let prefixed = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: ["referral", "sync"])
        layers.append((.environment, ConfigReader(provider: prefixed)))
        if let file, let reader = try await Self.reader(of: file) {
            layers.append((.file(file), reader))
        }
        self.layers = layers
    }

    /// The text of a key and where it comes from, or nil when no layer has it.
    func text(of key: SettingKey) -> (text: String, origin: SettingOrigin)? {
        for (origin, reader) in layers {
            guard let text = reader.string(forKey: ConfigKey(key.rawValue)), !text.isEmpty else {
                continue
            }
            switch origin {
            case .commandLine: return (text, .commandLine)
            case .environment: return (text, .environment(key.environmentName))
            case .file(let url): return (text, .file(url))
            }
        }
        return nil
    }

    private static func reader(of file: URL) async throws -> ConfigReader? {
        let yaml = try YAMLFile(at: file)
        let known = SettingKey.allCases.map { ($0.rawValue, YAMLFile.Kind.value) }
        let problems = yaml.problems(knowing: Dictionary(uniqueKeysWithValues: known))
        guard problems.isEmpty else { throw SettingsError(problems) }
        guard yaml.hasKeys else { return nil }
        let place = ConfigReader(
            provider: InMemoryProvider(values: [
                "filePath": ConfigValue(.string(file.path), isSecret: false)
            ])
        )
        return ConfigReader(provider: try await FileProvider<YAMLSnapshot>(config: place))
    }

    private static func checkNames(in environment: [String: String]) throws(SettingsError) {
        let known = SettingKey.allCases.map(\.environmentName) + ["REFERRAL_SYNC_SETTINGS"]
        let unknown = environment.keys.sorted().filter { name in
            name.hasPrefix(SettingKey.environmentPrefix) && !known.contains(name)
        }
        guard unknown.isEmpty else {
            throw SettingsError(
                unknown.map { name in
                    let meant = NearestWord.nearest(to: name, among: known)
                    return "The environment sets \(name), which is no setting. "
                        + (meant.map { "Did you mean \($0)?" } ?? "Unset it.")
                }
            )
        }
    }
}
