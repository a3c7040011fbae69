import Contracts
import Foundation

/// What an agency answers, taken from the examples of its contract, so that it speaks the partner's
/// own vocabulary and a new contract needs no new code here.
struct AnswerBook: Sendable {
    private struct Example: Decodable {
        let kind: String
        let at: String
        let decision: String?
    }

    /// An answer with the time that it mentions.
    private struct Template: Sendable {
        let text: String
        let time: String
    }

    private let acknowledgements: [Template]
    private let decisions: [Template]
    private let acknowledgeAfter: Duration
    private let decideAfter: Duration
    /// What it answers instead, if that was written down for it.
    private let script: AnswerScript?

    init(
        for contract: Contract,
        acknowledgeAfter: Duration,
        decideAfter: Duration,
        script: AnswerScript? = nil
    ) throws {
        self.script = script
        var byKind: [String: [Template]] = [:]
        for (answer, acknowledgement) in try contract.answerExamples() {
            let example = try JSONDecoder().decode(Example.self, from: acknowledgement)
            // Whoever passes a child on, or asks back, leaves the case open.
            if ["not-our-area", "insufficient-information"].contains(example.decision) { continue }
            byKind[example.kind, default: []].append(
                Template(text: String(decoding: answer, as: UTF8.self), time: example.at)
            )
        }
        acknowledgements = byKind["acknowledged"] ?? []
        decisions = byKind["decision"] ?? []
        self.acknowledgeAfter = acknowledgeAfter
        self.decideAfter = decideAfter
    }

    /// The answers to a document by a moment; which ones depends on its key only.
    ///
    /// A withdrawal is confirmed, no more.
    func given(
        to key: String,
        taken: Date,
        isWithdrawal: Bool = false,
        by now: Date
    ) -> [String] {
        if let script { return script.given(taken: taken, isWithdrawal: isWithdrawal, by: now) }
        let decisions = isWithdrawal ? [] : decisions
        return [(acknowledgements, acknowledgeAfter), (decisions, decideAfter)].compactMap {
            templates,
            delay in
            let due = taken.addingTimeInterval(delay / .seconds(1))
            guard due <= now, !templates.isEmpty else { return nil }
            let template = templates[Int(key.hashID % UInt64(templates.count))]
            return template.text.replacing(
                template.time,
                with: due.formatted(.iso8601)
            )
        }
    }
}
