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
                "The folder of all contracts, or of one. Default: the contracts of the settings.",
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
            let (root, only) = try Self.parts(of: place)
            let reports = try ContractChecker(root: root).check(only)
            if options.json {
                try console.write(WireFormat.encodeLines(reports))
            } else {
                for report in reports { try console.print(report.text(console, in: place, only)) }
            }
            let unsound = reports.filter { !$0.isSound }
            let findings = unsound.map(\.findings.count).reduce(0, +)
            guard unsound.isEmpty else {
                throw Complaint(
                    .badData,
                    "\(findings) findings in \(unsound.count) of \(reports.count) contracts. "
                        + "Correct them before a partner is given the contract."
                )
            }
        }

        /// A folder with a `contract.json` is one contract, in the folder of all.
        private static func parts(of place: URL) throws -> (root: URL, only: ContractID?) {
            let place = place.standardizedFileURL.resolvingSymlinksInPath()
            let files = FileManager.default
            guard files.fileExists(atPath: place.path) else {
                throw Complaint(.noInput, "There is no folder \(place.path). Check the name.")
            }
            guard files.fileExists(atPath: place.appending(path: "contract.json").path) else {
                return (place, nil)
            }
            let name = place.deletingLastPathComponent()
            let root = name.deletingLastPathComponent()
            let id = ContractID("\(name.lastPathComponent)/\(place.lastPathComponent)")
            return (root, id)
        }
    }
}
