import ArgumentParser
import Foundation
import Outbox
import Oversight
import Portal
import Referrals

/// `resend`: makes deliveries due now.
struct ResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Send deliveries again now, one or many; this replaces the pending retry.",
        discussion: """
            The same bytes go under the same idempotency key. What is delivered already is \
            skipped without --again. Look first: --preview says which would be sent, changes \
            nothing, and prints a plan; with --plan exactly these are sent, or none. More than 20 \
            deliveries that a filter finds need a plan.
            """
    )

    @Argument(help: "Deliveries, each by the beginning of its ID.")
    var ids: [String] = []

    @Option(help: "Only deliveries to this partner.")
    var partner: String?

    @Option(help: "Only deliveries in this state.")
    var state: DeliveryState?

    @Option(help: "Only deliveries whose last attempt ended so.")
    var error: AttemptOutcome?

    @Option(
        help: ArgumentHelp(
            "Only deliveries queued since a time, such as 2026-11-24T09:00:00Z, or for so long, "
                + "such as 2h or 3d.",
            valueName: "time"
        )
    )
    var since: SinceTime?

    @Option(help: "Only deliveries under this contract, as NAME/VERSION.")
    var contract: String?

    @Option(help: "Only deliveries whose last attempt was explained with these words.")
    var text: String?

    @Flag(help: "Also send once more what the partner has already.")
    var again = false

    @Option(help: "The plan that --preview printed.")
    var plan: String?

    @Flag(help: "Only say which would be sent.")
    var preview = false

    @Option(help: "Why, without names of people; it is kept with each delivery.")
    var reason: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if !preview {
            do throws(ReasonProblem) {
                _ = try ResendOrder.checked(reason)
            } catch {
                throw ValidationError(error.message)
            }
        }
        let filters = [partner, state?.rawValue, error?.rawValue, contract, text]
        if ids.isEmpty, since == nil, filters.allSatisfy({ $0 == nil }) {
            throw ValidationError(ResendError.tooWide.message)
        }
    }

    func run() async throws {
        let console = options.console
        let order = ResendOrder(
            ids: ids,
            partner: partner,
            state: state,
            error: error,
            since: since?.moment(at: TimeSource.system.now()),
            contract: contract,
            text: text,
            again: again,
            plan: plan,
            preview: preview,
            reason: reason,
            by: Person.current
        )
        let door = DeskDoor(try await options.load())
        let report = try await door.once { desk in try await desk.resend(order) }
        if options.json {
            try console.write(WireFormat.encodeLines([report]))
        } else {
            try console.print(report.text)
        }
    }
}
