import Oversight

extension ResendReport {
    /// What was done, or would be, for people.
    var text: String {
        guard matched > 0 else { return "No delivery fits." }
        let verb = preview ? "would be sent again" : "are due again now"
        let counts = byPartner.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        let skippedLine =
            skipped == 0
            ? []
            : [
                "\(skipped) skipped: delivered, being sent, recalled, or without a document."
            ]
        return (["\(resent) of \(matched) \(verb)."] + counts + skippedLine)
            .joined(separator: "\n")
    }
}
