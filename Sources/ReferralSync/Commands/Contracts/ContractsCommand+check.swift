import ArgumentParser
import Contracts
import Foundation
import Portal

extension ContractsCommand {
    /// `contracts check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check contracts: closed, total, minimal, and true to their examples.",
            discussion: """
                Each finding names the file and line to look at. The exit code is 65 when there is \
                any. With a previous version beside it, the changes are listed, each as breaking \
                or compatible for the receiver.
                """
        )

        @Argument(
            help: ArgumentHelp(
                "The folder of all contracts, of all versions of one, or of one version. Default: the "
                    + "contracts of the settings.",
                valueName: "folder"
            )
        )
        var folder: String?

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let console = options.console
            let place =
                if let folder { URL(filePath: folder, directoryHint: .isDirectory) } else {
                    try await options.load().settings.contracts
                }
            let target = try CheckTarget(place)
            let reports = try target.check()
            if options.json {
                try console.write(WireFormat.encodeLines(reports))
            } else {
                for report in reports { try console.print(report.text(console, in: target.root)) }
            }
            let unsound = reports.filter { !$0.isSound }
            let findings = unsound.map(\.findings.count).reduce(0, +)
            guard unsound.isEmpty else {
                throw Complaint(
                    .badData,
                    "\(findings == 1 ? "1 finding" : "\(findings) findings") in \(unsound.count) of "
                        + "\(reports.count == 1 ? "1 contract" : "\(reports.count) contracts"). "
                        + "Correct \(findings == 1 ? "it" : "them") before a partner is given the "
                        + "contract."
                )
            }
        }
    }
}
