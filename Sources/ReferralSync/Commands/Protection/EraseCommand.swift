import ArgumentParser
import Intake
import Outbox
import Portal

/// `erase`: destroys what is held about a child.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroy everything that is held about the child of a referral.",
        discussion: """
            The child's key is destroyed, so that nothing about the child can be opened again, also not \
            from a backup without its own copy of that key. The partners whose contracts have a purge \
            message are told to delete what they hold. References, states and times are kept, and a \
            certificate is written. Refused while the law holds the data, and while a delivery is still \
            to be sent or waits for a person. What a partner still owes an answer about may be erased, \
            and then nobody asks it any more: without --yes it is shown who owes one.
            """
    )

    @Argument(help: "The source reference or ID of one of the child's referrals.")
    var referral: String

    @Option(help: "Why; the audit log commits to it.")
    var reason: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let door = DeskDoor(try await options.load())
        guard confirmation.yes else { return try await showPlan(door) }
        let order = EraseOrder(referral: referral, reason: reason)
        let certificates = try await door.once { desk in try await desk.carryOut(order) }
        if options.json { return try options.console.write(WireFormat.encodeLines(certificates)) }
        try options.console.print(certificates.map(\.text).joined(separator: "\n\n"))
        if await door.worksAlone, !certificates.allSatisfy(\.told.isEmpty) {
            options.console.say(
                "Background sync is not running: no partner is told until it is started."
            )
        }
    }

    /// Shows what it would do; only with --yes it is done.
    private func showPlan(_ door: DeskDoor) async throws {
        let order = ErasurePlanOrder(referral: referral)
        let plans = try await door.once { desk in try await desk.carryOut(order) }
        if options.json {
            try options.console.write(WireFormat.encodeLines(plans))
        } else {
            try options.console.print(plans.map(\.text).joined(separator: "\n\n"))
        }
        throw Complaint(
            .usage,
            "Nothing was erased, and it cannot be undone. If this is meant, give the same command with "
                + "--yes."
        )
    }
}

extension ErasurePlan {
    /// The plan for people.
    fileprivate var text: String {
        let told = self.told.map { "  would be told to delete: \($0)" }
        let notTold = self.notTold.map {
            "  must be told by a person, its contract has no purge message: \($0)"
        }
        let owing = self.owing.map {
            "  has not said yet what it will do, and is asked no more: \($0)"
        }
        let nobody = told.isEmpty && notTold.isEmpty ? ["  no partner holds any of it"] : []
        return
            (["Would erase everything about the child of: \(referrals.joined(separator: ", "))"]
            + told + notTold + nobody + owing).joined(separator: "\n")
    }
}

extension ErasureCertificate {
    /// The certificate for people.
    var text: String {
        let told = self.told.sorted { $0.key < $1.key }
            .map { "  told to delete: \($0.key), delivery \($0.value)" }
        let notTold = self.notTold.map { "  not told, its contract has no purge message: \($0)" }
        let copies = backups.map {
            "  backup \($0.name) holds a copy of the key until \(Moments.text($0.keysUntil))"
        }
        let head = [
            "Erased: \(referrals.joined(separator: ", "))",
            "  key \(child) destroyed \(Moments.text(at)) by \(by)",
            "  deleted: \(documents.of("document", "documents")), "
                + "\(evidence.of("piece of evidence", "pieces of evidence")), "
                + searchEntries.of("search entry", "search entries"),
        ]
        let rest = ["  any other copy of the store opens it only with key \(keyEncryptionKey)"]
        return (head + told + notTold + copies + rest).joined(separator: "\n")
    }
}
