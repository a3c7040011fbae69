import ArgumentParser
import Outbox
import Oversight
import Portal

extension PartnersCommand {
    /// `partners pause`.
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause",
            abstract: "Send nothing to a partner until it is resumed.",
            discussion: """
                Referrals are taken and queued all the same; what is on the wire is finished. A \
                delivery whose horizon comes meanwhile is parked, so that a person rings the partner.
                """
        )

        @Argument(help: "The partner, by its ID.") var partner: String

        @Option(help: "Why, without names of people; others see it.")
        var reason: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let order = HoldOrder(reason: reason, by: Person.current)
            let hold = try await DeskDoor(try await options.load()).once { desk in
                try await desk.hold(partner, order)
            }
            if options.json { return try options.console.write(WireFormat.encodeLines([hold])) }
            let before = hold.replacedReason.map {
                " It was paused before; this reason takes the place of: \($0)."
            }
            try options.console.print(
                "\(partner) is paused.\(before ?? "") To let it go on: referral-sync partners resume \(partner)"
            )
        }
    }

    /// `partners resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Let the deliveries to a paused partner go on."
        )

        @Argument(help: "The partner, by its ID.") var partner: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            try await DeskDoor(try await options.load()).once { desk in
                try await desk.release(partner)
            }
            try options.console.print("\(partner) goes on.")
        }
    }
}
