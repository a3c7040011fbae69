import ArgumentParser
import Portal

extension AuditCommand {
    /// `audit prove`.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prove",
            abstract: "Prove that an entry is in the log.",
            discussion: """
                Writes a JSON document with the entry, the hashes beside its way up the tree and the \
                signed checkpoint. Anybody can check it: deploy/verify-log.py inclusion < FILE
                """
        )

        @Argument(help: "The entry's ID, from: referral-sync audit list")
        var entry: String

        @OptionGroup var why: ReasonOption

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let order = AuditProveOrder(entry: entry, reason: why.reason)
            let door = DeskDoor(try await options.load())
            let proof = try await door.once { desk in try await desk.carryOut(order) }
            try options.console.write(WireFormat.encodeLines([proof]))
        }
    }
}
