import ArgumentParser
import Portal

/// `status`: the timeline of a referral.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the timeline of a referral: attempts, answers, deadlines, next step."
    )

    @Argument(help: "The source reference, or the beginning of a referral's or delivery's ID.")
    var referral: String

    @Flag(help: "Show the child's details. Who looked, and why, is in the audit log.")
    var reveal = false

    @Flag(help: "With --reveal: also the narrative, which may be distressing.")
    var narrative = false

    @Option(help: "With --reveal: why you need the details.")
    var reason: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard reveal == (reason != nil) else {
            throw ValidationError("--reveal and --reason belong together.")
        }
        guard reveal || !narrative else {
            throw ValidationError("--narrative belongs to --reveal.")
        }
    }

    func run() async throws {
        let console = options.console
        let door = DeskDoor(try await options.load())
        let referral = referral
        if let reason {
            let order = RevealOrder(
                referral: referral,
                narrative: narrative,
                reason: reason
            )
            let details = try await door.once { desk in try await desk.carryOut(order) }
            if options.json {
                return try console.write(details.line(withNarrative: narrative))
            }
            return try console.print(details.text(withNarrative: narrative))
        }
        let report = try await door.once { desk in try await desk.status(of: referral) }
        if options.json {
            try console.write(WireFormat.encodeLines([report]))
        } else {
            try console.print(report.text(console))
        }
    }
}
