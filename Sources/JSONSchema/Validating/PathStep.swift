/// One step from a value to a part of it.
enum PathStep: Sendable {
    case key(String)
    case index(Int)

    var token: String {
        switch self {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }
}
