import ArgumentParser
import Portal

/// `find`: looks for a child by number or name.
struct FindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find the referrals of a child by NHS number, or by name and day of birth.",
        discussion: """
            The store knows only keyed digests of these, so they must be exact; capitals, accents and \
            spaces do not matter. Each search is in the audit log with who made it and why. What is \
            typed here stands in this machine's list of processes for a moment: with - instead of a \
            value it is read from standard input, a line for each.
            """
    )

    @Option(help: "The NHS number, or - to read it.")
    var nhsNumber: String?

    @Option(help: "The given name, or - to read it.")
    var given: String?

    @Option(help: "The family name, or - to read it.")
    var family: String?

    @Option(help: "The day of birth, as YYYY-MM-DD, or - to read it.")
    var born: String?

    @Option(help: "Why you look for the child.")
    var reason: String

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        let names = [given, family, born].compactMap(\.self).count
        guard (nhsNumber != nil && names == 0) || (nhsNumber == nil && names == 3) else {
            throw ValidationError("Give --nhs-number, or all of --given, --family and --born.")
        }
    }

    func run() async throws {
        let order = FindOrder(
            nhsNumber: read(nhsNumber),
            given: read(given),
            family: read(family),
            birth: read(born),
            reason: reason
        )
        let door = DeskDoor(try await options.load())
        let report = try await door.once { desk in try await desk.carryOut(order) }
        if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
        try options.console.print(
            report.referrals.isEmpty
                ? "No child is known by that." : report.referrals.joined(separator: "\n")
        )
    }

    private func read(_ value: String?) -> String? {
        value == "-" ? readLine() : value
    }
}
