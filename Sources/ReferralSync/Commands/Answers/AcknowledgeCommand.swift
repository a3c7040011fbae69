import Acknowledgements
import ArgumentParser
import Foundation
import Outbox
import Portal
import Referrals

/// `acknowledge`: writes down an answer that came by telephone.
struct AcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract: "Write down what a partner answered by telephone.",
        discussion: """
            Without --decision and --outcome it is an acknowledgement: a person there has it. What is \
            written down is sealed like every answer, marked as spoken, and never changed; the same \
            again changes nothing, unless --at says that it was said at another time.
            """
    )

    @Argument(help: "The delivery, by the beginning of its ID.")
    var delivery: String

    @Option(
        help:
            "What the partner will do: \(Decision.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var decision: Decision?

    @Option(help: "What came of it: \(Outcome.allCases.map(\.rawValue).joined(separator: ", ")).")
    var outcome: Outcome?

    @Option(help: "Who at the partner said it.")
    var by: String

    @Option(help: "The team of that person.")
    var team: String?

    @Option(help: "The partner's own reference.")
    var reference: String?

    @Option(help: "Why, in the partner's words.")
    var reason: String?

    @Option(help: "What the partner still needs, with insufficient-information; repeatable.")
    var missing: [String] = []

    @Option(help: ArgumentHelp("Whose area it is, with not-our-area.", valueName: "agency"))
    var to: String?

    @Option(
        help:
            "When it was said, such as 2026-11-24T09:00:00Z, or how long ago, such as 2h; else now."
    )
    var at: SinceTime?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if decision != nil, outcome != nil {
            throw ValidationError("Give --decision or --outcome, not both.")
        }
        if !missing.isEmpty, decision != .insufficientInformation {
            throw ValidationError("--missing goes with --decision insufficient-information.")
        }
        if to != nil, decision != .notOurArea {
            throw ValidationError("--to goes with --decision not-our-area.")
        }
    }

    func run() async throws {
        var spoken = SpokenAnswer(delivery: delivery, by: by)
        spoken.team = team
        spoken.decision = decision
        spoken.outcome = outcome
        spoken.partnerReference = reference
        spoken.reason = reason
        spoken.missing = missing.isEmpty ? nil : missing
        spoken.reroutedTo = to
        spoken.at = at?.moment(at: TimeSource.system.now())
        spoken.writtenBy = Person.current
        let answer = spoken
        let door = DeskDoor(try await options.load())
        let report = try await door.once { desk in try await desk.acknowledge(answer) }
        if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
        let kept = report.isNew ? "Kept" : "It was kept before"
        try options.console.print(
            "\(kept). \(report.partner) stands at \(report.state), delivery \(report.delivery)."
                + (report.remark.map { " \($0)" } ?? "")
        )
    }
}

extension Decision: ExpressibleByArgument {}
extension Outcome: ExpressibleByArgument {}
