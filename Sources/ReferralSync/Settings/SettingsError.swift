/// What is wrong in the settings, a sentence for each place.
struct SettingsError: Error, Equatable {
    let problems: [String]

    /// All of it, a line each.
    var message: String { problems.joined(separator: "\n") }

    init(_ problems: [String]) {
        self.problems = problems
    }

    init(_ problem: String) {
        self.init([problem])
    }
}
