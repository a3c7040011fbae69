import ArgumentParser
import Foundation
import Outbox
import Portal
import Referrals

/// `retention`: how long children's data is kept.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Show what is due for review, record reviews, and show certificates of erasure.",
        discussion: """
            What protects the public is reviewed after ten years, other serious matters after ten, \
            everything else after six (Police Information and Records Management Code of Practice \
            2023). A review is a person's decision: keep, with a reason, or erase.
            """,
        subcommands: [Due.self, Review.self, EraseDue.self, Certificate.self]
    )

    /// `retention due`.
    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "due",
            abstract: "List the children whose data is to be reviewed, the longest due first."
        )

        @Option(help: "Also what comes due within so many days.")
        var within = 0

        @Option(help: "How many at most.")
        var limit = 1000

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let end = TimeSource.system.now().addingTimeInterval(Double(within) * 86_400)
            let order = ReviewsOrder(dueBy: end, limit: limit)
            let door = DeskDoor(try await options.load())
            let lines = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines(lines)) }
            guard !lines.isEmpty else { return try options.console.print("Nothing is due.") }
            var table = Table([
                ("review", .left), ("class", .left), ("referrals", .left), ("", .left),
            ])
            for line in lines {
                let notes = [
                    line.isHeld ? "held by law" : nil,
                    line.undelivered > 0
                        ? line.undelivered.of("delivery is open", "deliveries are open") : nil,
                ].compactMap(\.self).joined(separator: ", ")
                table.add([
                    Moments.text(line.reviewAt), line.retention.rawValue,
                    line.referrals.joined(separator: ", "), notes,
                ])
            }
            try options.console.print(table.lines.joined(separator: "\n"))
        }
    }

    /// `retention review`.
    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review",
            abstract: "Record that a child's data is kept, why, and when it is looked at again."
        )

        @Argument(help: "The source reference or ID of one of the child's referrals.")
        var referral: String

        @Option(help: "public-protection, serious or other.")
        var retention: RetentionClass = .publicProtection

        @Option(help: "The day of the next review, as YYYY-MM-DD.")
        var next: String

        @Option(help: "Why the data is kept.")
        var reason: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            guard CalendarDay(next) != nil,
                let day = try? Date("\(next)T00:00:00Z", strategy: .iso8601),
                day > TimeSource.system.now()
            else {
                throw Complaint(.usage, "--next: expected a day that is to come, as YYYY-MM-DD.")
            }
            let order = ReviewOrder(
                referral: referral,
                retention: retention,
                next: day,
                reason: reason
            )
            let door = DeskDoor(try await options.load())
            let done = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([done])) }
            try options.console.print("Kept; the next review is on \(next).")
        }
    }

    /// `retention erase-due`.
    struct EraseDue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase-due",
            abstract: "Erase the children whose data was reviewed and is not to be kept.",
            discussion: """
                Everything that is due and was not kept by a review is erased, as erase does it, each \
                child by itself; what the law holds, and what has a delivery that is not at its end, is \
                left. See first: referral-sync retention due
                """
        )

        @Option(help: "Why; the audit log commits to it.")
        var reason: String

        @Option(help: "How many children at most.")
        var limit = 1000

        @OptionGroup var confirmation: Confirmation

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            try confirmation.check(see: "retention due")
            let order = EraseDueOrder(reason: reason, limit: limit)
            let door = DeskDoor(try await options.load())
            let report = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
            for certificate in report.erased { try options.console.print(certificate.text + "\n") }
            try options.console.print(
                "\(report.erased.count) erased; \(report.left) left, held or with something to do yet."
            )
        }
    }

    /// `retention certificate`.
    struct Certificate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "certificate",
            abstract: "Show the certificates of a child's erasure."
        )

        @Argument(help: "The source reference or ID of one of the child's referrals.")
        var referral: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let order = CertificatesOrder(referral: referral)
            let door = DeskDoor(try await options.load())
            let found = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines(found)) }
            try options.console.print(
                found.isEmpty
                    ? "Nothing was erased." : found.map(\.text).joined(separator: "\n\n")
            )
        }
    }
}

extension RetentionClass: ExpressibleByArgument {}
