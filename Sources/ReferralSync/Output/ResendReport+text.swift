import Outbox
import Oversight

extension ResendReport {
    /// What was done, or would be, for people.
    var text: String {
        guard matched > 0 else { return "No delivery fits." }
        let verb = preview ? "would be sent again" : "are due again now"
        let counts = byPartner.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        let skippedLine = skipped == 0 ? [] : ["\(skipped) skipped: \(skippedWords)."]
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

    /// Why some were skipped, each reason with how many it applies to.
    private var skippedWords: String {
        let why: [(state: DeliveryState, words: String)] = [
            (.sending, "being sent"), (.withdrawn, "withdrawn"),
            (.superseded, "replaced by a newer version"), (.parked, "without a document"),
            (.queued, "changed meanwhile"), (.uncertain, "changed meanwhile"),
        ]
        let others = why.compactMap { state, words in
            skippedIn[state.rawValue].map { "\($0) \(words)" }
        }
        let theirs = held > 0 ? ["the partner has \(held) (--again sends these too)"] : []
        return (theirs + others).joined(separator: ", ")
    }
}
