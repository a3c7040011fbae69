import ArgumentParser
import Intake
import Outbox
import Portal

/// `withdraw`: recalls a referral.
struct WithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Recall a referral from everybody who has it.",
        discussion: """
            What was not sent yet is not sent; each partner that has the referral, or may have it, gets \
            the withdrawal message of its contract, and is to confirm it. Withdrawing it again changes \
            nothing. A corrected version may be sent later: referral-sync correct FILE
            """
    )

    @Argument(help: "The source reference, or the beginning of a referral's or delivery's ID.")
    var referral: String

    @Option(help: "Why; each partner that has the referral is told it.")
    var reason: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let console = options.console
        let order = WithdrawOrder(referral: referral, reason: reason, by: Person.current)
        let door = DeskDoor(try await options.load())
        let report = try await door.once { desk in try await desk.withdraw(order) }
        if options.json { return try console.write(WireFormat.encodeLines([report])) }
        guard !report.deliveries.isEmpty else { return try console.print(nothing(in: report)) }
        try console.print("\(report.sourceReference) is withdrawn:")
        for delivery in report.deliveries {
            let otherwise =
                delivery.wasHeld
                ? "is told by the message about the newest version" : "is not sent it"
            let what = delivery.message.map { "is told, delivery \($0)" } ?? otherwise
            try console.print("  \(delivery.partner), version \(delivery.version): \(what)")
        }
        if await door.worksAlone {
            console.say("Background sync is not running: nothing is sent until it is started.")
        }
    }

    private func nothing(in report: WithdrawReport) -> String {
        let reference = report.sourceReference
        return report.withdrawnBefore.map {
            "Nothing to withdraw: \(reference) was withdrawn before, at \(Moments.text($0)). Who was told, "
                + "and who confirmed it: referral-sync status \(reference)"
        } ?? "Nothing to withdraw: \(reference) is with nobody."
    }
}
