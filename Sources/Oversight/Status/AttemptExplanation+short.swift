import Outbox

extension AttemptExplanation {
    /// Our sentence with the partner's title and the places it objects to.
    ///
    /// The partner's own detail and messages may quote the document, so they are left out.
    var inShort: String {
        var text = summary
        if let title { text += " The partner says: \(title)\(title.hasSuffix(".") ? "" : ".")" }
        let places = (problems ?? []).map(\.pointer).filter { !$0.isEmpty }
        if !places.isEmpty { text += " Places: \(places.joined(separator: ", "))." }
        return text
    }
}
