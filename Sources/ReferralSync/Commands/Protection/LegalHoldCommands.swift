import ArgumentParser
import Portal

/// `hold`: keeps a child's data from being erased.
struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keep the data of a referral's child from being erased, for the law."
    )

    @OptionGroup var hold: LegalHoldArguments

    func run() async throws {
        _ = try await hold.carryOut(begins: true)
        if !hold.options.json { try hold.options.console.print("Held until it is released.") }
    }
}

/// `release`: ends what `hold` began.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End all legal holds on the data of a referral's child."
    )

    @OptionGroup var hold: LegalHoldArguments

    func run() async throws {
        let count = try await hold.carryOut(begins: false)
        if hold.options.json { return }
        try hold.options.console.print(
            count == 0 ? "There was no hold." : "Released, \(count) of \(count)."
        )
    }
}

/// What both need.
struct LegalHoldArguments: ParsableArguments {
    @Argument(help: "The source reference or ID of one of the child's referrals.")
    var referral: String

    @Option(help: "Why, such as the case number of the proceedings.")
    var reason: String

    @OptionGroup var options: GlobalOptions

    func carryOut(begins: Bool) async throws -> Int {
        let order = LegalHoldOrder(referral: referral, begins: begins, reason: reason)
        let door = DeskDoor(try await options.load())
        let done = try await door.once { desk in try await desk.carryOut(order) }
        if options.json { try options.console.write(WireFormat.encodeLines([done])) }
        return done.count
    }
}
