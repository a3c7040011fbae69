/// One setting as `settings` shows it.
struct SettingFacts: Listed {
    static let columns = ["setting", "value", "from", "name in the environment"]

    let key: String
    let value: String
    let from: String
    let environmentName: String

    init(_ key: SettingKey, in loaded: LoadedSettings) {
        self.key = key.rawValue
        value = loaded.settings.text(of: key)
        from = (loaded.origins[key] ?? .standard).text
        environmentName = key.environmentName
    }

    var cells: [String] { [key, value, from, environmentName] }
}
