import ArgumentParser
import Foundation
import Outbox
import Portal

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

    @Flag(help: "Show the counts anew every second.")
    var watch = false

    @Flag(help: "With --watch: end when nothing is on its way any more.")
    var untilDecided = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if untilDecided, !watch { throw ValidationError("--until-decided goes with --watch.") }
        if watch, list || state != nil {
            throw ValidationError("--watch shows counts; it does not go with --list or --state.")
        }
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
        } else if list || state != nil {
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
        let (partner, state) = (partner, state)
        let list = try await door.once { desk in
            try await desk.deliveries(partner: partner, state: state)
        }
        if options.json {
            try console.write(WireFormat.encodeLines([list]))
        } else {
            try console.print(list.text(console, at: TimeSource.system.now()))
        }
    }
}
