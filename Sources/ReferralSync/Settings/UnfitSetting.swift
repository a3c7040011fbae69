/// Why settings that are right each by itself do not fit together.
struct UnfitSetting: Error, Equatable {
    /// The setting to look at first.
    let key: SettingKey
    /// What was expected.
    let message: String

    init(_ key: SettingKey, _ message: String) {
        self.key = key
        self.message = message
    }
}
