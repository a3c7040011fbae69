import Contracts
import Foundation
import JSONSchema
package import Outbox
import Referrals

/// Takes answers that came by telephone.
package struct SpokenAnswers: Sendable {
    private static let lineMax = 100
    private static let textMax = 4000
    /// How exactly people tell the time.
    private static let slack: TimeInterval = 60

    private let outbox: OutboxStore
    private let time: TimeSource

    /// Wires the use case.
    package init(outbox: OutboxStore, time: TimeSource) {
        self.outbox = outbox
        self.time = time
    }

    /// Keeps an answer, marked as spoken, with who said it to whom.
    ///
    /// Without a time, what was written down last is not written down again.
    package func take(_ spoken: SpokenAnswer) async throws -> SpokenReport {
        let now = time.now()
        let answer = try acknowledgement(spoken, at: now)
        let delivery = try await outbox.delivery(meaning: spoken.delivery)
        if let moment = spoken.at { try Self.check(moment, of: delivery) }
        if spoken.at == nil, try await isNewest(answer, of: delivery) {
            let again = "Give --at, the time, if it was said again."
            return Self.report(delivery, delivery.state, isNew: false, remarks: [again])
        }
        var evidence = Evidence()
        evidence.saidBy = spoken.by
        evidence.writtenBy = spoken.writtenBy ?? "unknown"
        let fresh = try await outbox.record(
            [NewAnswer(answer, path: .telephone)],
            for: delivery.id,
            from: evidence,
            nextPoll: .unchanged,
            at: now
        )
        let state = try await outbox.delivery(meaning: delivery.id).state
        return Self.report(delivery, state, isNew: fresh > 0)
    }

    /// Whether an answer says what was written down last, whenever that was.
    private func isNewest(
        _ answer: Acknowledgement,
        of delivery: AnsweredDelivery
    ) async throws -> Bool {
        guard let content = try await outbox.newestSpoken(of: delivery.id) else { return false }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        var newest = try decoder.decode(Acknowledgement.self, from: content)
        newest.at = answer.at
        return newest == answer
    }

    private static func report(
        _ delivery: AnsweredDelivery,
        _ state: DeliveryState,
        isNew: Bool,
        remarks: [String] = []
    ) -> SpokenReport {
        let remarks = remarks + [remark(state, of: delivery)].compactMap(\.self)
        return SpokenReport(
            delivery: delivery.id,
            partner: delivery.partner,
            state: state.rawValue,
            isNew: isNew,
            remark: remarks.isEmpty ? nil : remarks.joined(separator: " ")
        )
    }

    /// A partner that is rung may answer before the document reaches it, but not before there is one.
    private static func check(
        _ moment: Date,
        of delivery: AnsweredDelivery
    ) throws(SpokenProblem) {
        guard moment.addingTimeInterval(slack) < delivery.submittedAt else { return }
        throw SpokenProblem(
            message: "It was said before the referral was submitted, "
                + "\(delivery.submittedAt.formatted(.iso8601)). Check the time (--at), and whether "
                + "it is this delivery."
        )
    }

    /// Why the answer does not move the delivery, if so, or what it confirms.
    private static func remark(_ state: DeliveryState, of delivery: AnsweredDelivery) -> String? {
        switch state {
        case .withdrawn where delivery.message != .referral:
            (delivery.message == .purge ? "The order to delete" : "The withdrawal")
                + (delivery.state == .withdrawn ? " was confirmed before." : " is confirmed.")
        case .withdrawn, .superseded:
            "It is kept, and changes nothing: the delivery is \(state.rawValue)."
        case .queued, .sending: "It counts once the document is delivered, which goes on."
        case .parked: "The delivery still waits for a person: referral-sync status shows why."
        case .uncertain, .delivered, .acknowledged, .decided: nil
        }
    }

    private func acknowledgement(
        _ spoken: SpokenAnswer,
        at now: Date
    ) throws(SpokenProblem) -> Acknowledgement {
        guard !spoken.by.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw SpokenProblem(
                message: "The name of who said it is empty. Say who at the partner it was (--by)."
            )
        }
        guard spoken.decision == nil || spoken.outcome == nil else {
            throw SpokenProblem(message: "Expected a decision or an outcome, not both.")
        }
        if spoken.missing != nil, spoken.decision != .insufficientInformation {
            throw SpokenProblem(
                message: "What is missing goes with the decision insufficient-information."
            )
        }
        if spoken.reroutedTo != nil, spoken.decision != .notOurArea {
            throw SpokenProblem(message: "Whose area it is goes with the decision not-our-area.")
        }
        if let moment = spoken.at, moment > now.addingTimeInterval(Self.slack) {
            throw SpokenProblem(message: "It was said in the future. Check the time.")
        }
        let kind: Acknowledgement.Kind =
            spoken.decision != nil ? .decision : spoken.outcome != nil ? .outcome : .acknowledged
        // Whole seconds, as the canonical form has them.
        let moment = Date(
            timeIntervalSince1970: (spoken.at ?? now).timeIntervalSince1970.rounded(.down)
        )
        var answer = Acknowledgement(kind, at: moment)
        answer.by = Acknowledgement.Author(
            team: try line(spoken.team, "team"),
            name: try line(spoken.by, "name of the person who said it")
        )
        answer.decision = spoken.decision
        answer.outcome = spoken.outcome
        answer.partnerReference = try line(spoken.partnerReference, "reference")
        answer.reroutedTo = try line(spoken.reroutedTo, "agency")
        answer.reason = try text(spoken.reason, "reason", upTo: Self.textMax)
        answer.missing = try spoken.missing?.map { (item) throws(SpokenProblem) in
            try text(item, "item that is missing", upTo: 200) ?? ""
        }
        return answer
    }

    private func line(_ given: String?, _ name: String) throws(SpokenProblem) -> String? {
        let line = try text(given, name, upTo: Self.lineMax)
        if line?.contains(where: \.isNewline) == true {
            throw SpokenProblem(message: "The \(name) has several lines. Expected one.")
        }
        return line
    }

    /// The same limits as those of what comes by wire (`acknowledgement/1.0`).
    private func text(
        _ given: String?,
        _ name: String,
        upTo limit: Int
    ) throws(SpokenProblem) -> String? {
        guard let given else { return nil }
        let text = given.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            throw SpokenProblem(message: "The \(name) is empty. Leave it out, or say it.")
        }
        guard text.unicodeScalars.count <= limit else {
            throw SpokenProblem(message: "The \(name) is longer than \(limit) characters.")
        }
        let isClean = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        }
        guard isClean, ContentGuard.findings(in: .string(text)).isEmpty else {
            throw SpokenProblem(message: "The \(name) holds control characters or encoded data.")
        }
        return text
    }
}
