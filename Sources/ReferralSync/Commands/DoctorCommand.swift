import ArgumentParser
import Foundation
import Outbox

/// `doctor`: looks at everything that background sync needs.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check settings, contracts, partners, certificates, store and libraries.",
        discussion: """
            Exit code 0 if nothing failed, else 78 for settings and 69 for the rest. What this user may \
            not look at is skipped, and said; root and the service's user see everything.
            """
    )

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let checks = await Examination(options: options, now: TimeSource.system.now()).checks()
        try checks.show(options, orSay: "")
        let failed = checks.filter { $0.verdict == .fail }
        guard let worst = failed.first else { return }
        let needsSettings = failed.contains { $0.status == .settings }
        throw Complaint(
            needsSettings ? .settings : worst.status,
            "\(failed.count) of \(checks.count) checks failed; see above."
        )
    }
}
