import Foundation

extension DecodingError {
    /// Where in a partner's file something is wrong, and what.
    func inWords(for file: YAMLFile) -> String {
        func path(_ keys: [any CodingKey]) -> String {
            keys.map(\.stringValue).joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context):
            let missing = path(context.codingPath + [key])
            return "\(file.url.path): \(missing) is missing."
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let expected =
                switch type {
                case is Bool.Type: "true or false"
                case is Int.Type: "a whole number"
                default: "text"
                }
            let place = path(context.codingPath)
            return "\(file.place(of: place)): \(place): expected \(expected)."
        case .dataCorrupted(let context):
            let place = path(context.codingPath)
            return "\(file.place(of: place)): \(place): this value is not known."
        @unknown default:
            return "\(file.url.path): the file cannot be read as a partner."
        }
    }
}
