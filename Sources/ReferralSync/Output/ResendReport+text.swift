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
                "\(skipped) skipped: "
                    + (held > 0
                        ? "the partner has \(held) of them (--again sends these too); " : "")
                    + "others are being sent, recalled, or without a document."
            ]
        let planLine =
            preview && resent > 0
            ? ["Plan \(plan): to send exactly these, give --plan \(plan)."] : []
        let pausedLines = paused.map {
            "\($0) is paused: nothing is sent to it until referral-sync partners resume \($0)"
        }
        return
            (["\(resent) of \(matched) \(verb)."] + counts + pausedLines + skippedLine + planLine)
            .joined(separator: "\n")
    }
}
