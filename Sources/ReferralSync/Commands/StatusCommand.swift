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

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let console = options.console
        let door = DeskDoor(try await options.load())
        let referral = referral
        let report = try await door.once { desk in try await desk.status(of: referral) }
        if options.json {
            try console.write(WireFormat.encodeLines([report]))
        } else {
            try console.print(report.text(console))
        }
    }
}
