import ArgumentParser
import Foundation
import Outbox
import Oversight
import Portal

extension ReportCommand {
    /// `report feedback`.
    struct Feedback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "feedback",
            abstract: "Tell officers what came of the children whom they referred.",
            discussion: """
                By reference and in neutral words, with nothing that the officer would have to read \
                twice: those who learn how a case ended cope better with what they see.
                """
        )

        @Option(help: "Only this officer: the mailbox, or else the name, in the referrals.")
        var officer: String?

        @Option(
            help:
                "What came since a time, such as 2026-11-24T09:00:00Z, or for so long, such as 7d."
        )
        var since: SinceTime?

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let now = TimeSource.system.now()
            let moment = since?.moment(at: now) ?? now.addingTimeInterval(-7 * 86_400)
            let officer = officer
            let door = DeskDoor(try await options.load())
            let digest = try await door.once { desk in
                try await desk.feedback(since: moment, officer: officer)
            }
            if options.json { return try options.console.write(WireFormat.encodeLines([digest])) }
            try options.console.print(digest.text(of: officer, options.console))
        }
    }
}

extension FeedbackDigest {
    /// The digest for people.
    fileprivate func text(of officer: String?, _ console: Console) -> String {
        guard !officers.isEmpty else {
            let nothing = "Nothing came since \(Moments.text(since))"
            guard let officer else { return "\(nothing)." }
            return "\(nothing) for \(officer), spelt as in the referrals."
        }
        let lines = officers.flatMap { officer in
            [console.coloured(officer.officer, .bold)]
                + officer.referrals.flatMap { referral in
                    ["  \(referral.sourceReference)"]
                        + referral.feedback.map {
                            "    \(Moments.text($0.at))  \($0.partner): \($0.words)"
                        }
                }
        }
        return (lines + (hasMore ? ["There is more. Narrow it with --since."] : []))
            .joined(separator: "\n")
    }
}
