package import Contracts
import Foundation
package import Outbox
package import Referrals

/// Checks referrals, freezes what each partner gets, and stores both in one transaction.
package struct Submitter: Sendable {
    /// How many referrals are worked on at once, so that their commits are shared.
    private static let together = 64

    private let checker: ReferralChecker
    private let planner: DeliveryPlanner
    private let outbox: OutboxStore
    private let time: TimeSource
    private let makeID: @Sendable () -> String

    /// Wires intake; the horizons say how long retries go on, by urgency.
    package init(
        library: ContractLibrary,
        partners: [Partner],
        outbox: OutboxStore,
        horizons: [Urgency: Duration],
        clocks: @escaping @Sendable (_ partner: String) -> PartnerClocks,
        time: TimeSource,
        makeID: @escaping @Sendable () -> String
    ) {
        checker = ReferralChecker(library: library)
        planner = DeliveryPlanner(
            library: library,
            partners: partners,
            horizons: horizons,
            clocks: clocks
        )
        self.outbox = outbox
        self.time = time
        self.makeID = makeID
    }

    /// Makes a new version of referrals that are there already, which goes to whoever has the old one.
    ///
    /// A version that is not above the newest is made so. The same content is a correction too where
    /// nobody was told of the newest version, and somebody would be now.
    package func correct(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        var lines: [SubmissionLine] = []
        for document in documents { lines.append(try await correct(document)) }
        return lines
    }

    private func correct(_ document: InputDocument) async throws -> SubmissionLine {
        switch checker.check(document.bytes) {
        case .refused(let problems, let sourceReference):
            return .refused(problems, sourceReference: sourceReference, line: document.line)
        case .usable(let checked):
            let source = checked.referral.sourceReference.text
            guard let newest = try await outbox.newest(ofSource: source) else {
                return .refused(
                    [.nothingToCorrect],
                    sourceReference: source,
                    line: document.line
                )
            }
            guard let canonical = newest.canonical else {
                return .refused([.erased], sourceReference: source, line: document.line)
            }
            let isStillUnrouted = newest.isUnrouted && !planner.isCovered(checked.referral)
            let isRouted = !newest.isUnrouted || isStillUnrouted
            if checked.saysTheSame(as: canonical), !newest.isWithdrawn, isRouted {
                var line = SubmissionLine.unchanged(
                    newest.version,
                    sourceReference: source,
                    line: document.line
                )
                line.unrouted = isStillUnrouted
                return line
            }
            guard checked.referral.version <= newest.version else {
                return try await store(checked, line: document.line)
            }
            let bytes = checked.bytes(asVersion: newest.version + 1)
            return try await submit(checker.check(bytes), line: document.line)
        }
    }

    /// Submits documents; returns only after each accepted one is durable, a line each, in order.
    package func submit(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        var lines: [SubmissionLine] = []
        var rest = documents[...]
        while !rest.isEmpty {
            let wave = rest.prefix(Self.together)
            rest = rest.dropFirst(wave.count)
            lines += try await submitTogether(Array(wave))
        }
        return lines
    }

    /// Referrals of the same source keep their order; all others share commits.
    private func submitTogether(_ documents: [InputDocument]) async throws -> [SubmissionLine] {
        let findings = documents.map { checker.check($0.bytes) }
        let bySource = Dictionary(grouping: findings.indices) { index in
            switch findings[index] {
            case .usable(let checked): checked.referral.sourceReference.text
            case .refused: "refused \(index)"
            }
        }
        let lines = try await withThrowingTaskGroup(of: [(Int, SubmissionLine)].self) { group in
            for indices in bySource.values {
                group.addTask {
                    var lines: [(Int, SubmissionLine)] = []
                    for index in indices {
                        let line = documents[index].line
                        lines.append((index, try await submit(findings[index], line: line)))
                    }
                    return lines
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return lines.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func submit(
        _ finding: ReferralChecker.Finding,
        line: Int
    ) async throws -> SubmissionLine {
        switch finding {
        case .refused(let problems, let sourceReference):
            return .refused(problems, sourceReference: sourceReference, line: line)
        case .usable(let checked):
            return try await store(checked, line: line)
        }
    }

    private func store(_ checked: CheckedReferral, line: Int) async throws -> SubmissionLine {
        let source = checked.referral.sourceReference.text
        var id = try await outbox.referralID(ofSource: source) ?? checked.referral.id ?? makeID()
        let wasWithdrawn =
            checked.referral.version > 1 ? try await outbox.isWithdrawn(source: source) : false
        while true {
            let (now, identity) = (time.now(), id)
            let given =
                checked.referral.version > 1
                ? try await outbox.partners(given: identity) : []
            let referral = await SlowLane.run {
                planner.plan(checked, as: identity, given: given, at: now)
            }
            switch try await outbox.add(referral) {
            case .added(let stored):
                return .queued(
                    stored,
                    leftOut: referral.leftOut,
                    advice: (wasWithdrawn
                        ? [SubmissionLine.inForceAgain(source, version: stored.version)] : [])
                        + planner.advice(for: checked.referral, stored),
                    line: line
                )
            case .alreadyThere(let stored, let sameContent, let newest):
                return .duplicate(stored, sameContent: sameContent, newest: newest, line: line)
            case .newerVersionThere(let newer):
                return .refused(
                    [.stale(newest: newer)],
                    sourceReference: source,
                    line: line
                )
            case .identityIs(let other):
                // Another version was stored in between: the referral is one, under its one identity.
                id = other
            case .erased: return .refused([.erased], sourceReference: source, line: line)
            case .identityTaken:
                return .refused([.identityTaken], sourceReference: source, line: line)
            }
        }
    }
}
