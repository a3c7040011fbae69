import ArgumentParser
import Foundation
import Outbox
import Oversight
import Portal
import Referrals

/// `queue`: how many deliveries stand where.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Count the deliveries by partner and state, or list them.",
        discussion: """
            With --watch the counts are shown anew every second until Ctrl-C. With \
            --until-decided it ends when nothing is on its way any more: exit code 0 if every \
            delivery is decided, 65 if some wait for a person.
            """
    )

    @Option(help: "Only this partner.")
    var partner: String?

    @Option(help: "Only this state; this lists the deliveries.")
    var state: DeliveryState?

    @Flag(help: "List the deliveries, oldest first.")
    var list = false

    @Flag(help: "List what partners owe for too long.")
    var overdue = false

    @Option(
        help: ArgumentHelp(
            "List what waits for an acknowledgement, a decision or an outcome.",
            valueName: "fact"
        )
    )
    var awaiting: Clock?

    @Flag(help: "List what waits for a person: the same as --state parked.")
    var parked = false

    @Option(help: "List on from here: next of the list before.")
    var after: String?

    @Option(help: "The most deliveries of one list, up to 1000.")
    var limit: Int?

    @Flag(help: "Show the counts anew every second.")
    var watch = false

    @Flag(help: "With --watch: end when nothing is on its way any more.")
    var untilDecided = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if untilDecided, !watch { throw ValidationError("--until-decided goes with --watch.") }
        if watch, isList {
            throw ValidationError(
                "--watch shows counts; it does not go with what lists deliveries."
            )
        }
        if parked, state != nil, state != .parked {
            throw ValidationError("--parked means --state parked; give one of the two.")
        }
        if let limit, !(1...1000).contains(limit) {
            throw ValidationError("--limit goes from 1 to 1000.")
        }
    }

    private var isList: Bool {
        list || overdue || parked || state != nil || awaiting != nil || after != nil || limit != nil
    }

    private var query: ListQuery {
        var query = ListQuery()
        query.partner = partner
        query.state = parked ? .parked : state
        query.overdue = overdue
        query.awaiting = awaiting
        query.after = after
        query.limit = limit
        return query
    }

    func run() async throws {
        let door = DeskDoor(try await options.load())
        if watch {
            let watch = QueueWatch(
                door: door,
                partner: partner,
                asJSON: options.json,
                console: options.console,
                time: .system
            )
            try await watch.run(untilDecided: untilDecided)
        } else if isList {
            try await showList(door)
        } else {
            try await showCounts(door)
        }
    }

    private func showCounts(_ door: DeskDoor) async throws {
        let console = options.console
        let report = try await door.once { desk in try await desk.queue() }
        let view = try QueueView(report, of: partner)
        if options.json {
            try console.write(WireFormat.encodeLines([view]))
        } else {
            try console.print(view.text(console))
        }
    }

    private func showList(_ door: DeskDoor) async throws {
        let console = options.console
        let query = query
        let list = try await door.once { desk in try await desk.deliveries(query) }
        if options.json {
            try console.write(WireFormat.encodeLines([list]))
        } else {
            try console.print(list.text(console, at: TimeSource.system.now()))
        }
    }
}

extension Clock: ExpressibleByArgument {
    /// What a person can wait for; the others are states.
    package static var allValueStrings: [String] {
        [Clock.acknowledgement, .decision, .outcome].map(\.rawValue)
    }

    /// Takes one of these.
    package init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.init(rawValue: argument)
    }
}
