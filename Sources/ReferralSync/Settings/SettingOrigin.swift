import Foundation

/// Where the value of a setting comes from; what is named first wins.
enum SettingOrigin: Sendable, Equatable {
    /// An option such as `--store`.
    case commandLine
    case environment(String)
    case file(URL)
    case standard

    /// How it is shown.
    var text: String {
        switch self {
        case .commandLine: "command line"
        case .environment(let name): "environment, \(name)"
        case .file(let url): url.path
        case .standard: "default"
        }
    }
}
