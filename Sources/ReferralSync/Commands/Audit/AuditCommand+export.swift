import ArgumentParser
import Foundation
import Portal

extension AuditCommand {
    /// `audit export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Export everything that happened to one child's data, or the whole log.",
            discussion: """
                With a referral: a JSON document of every entry about the child, each with its proof, \
                which can be checked without this service: deploy/verify-log.py bundle < FILE
                With --log: the log as static files (C2SP tlog-tiles), checked by: \
                deploy/verify-log.py tiles FOLDER KEY
                """
        )

        @Argument(help: "The referral, by its reference or ID.")
        var referral: String?

        @Option(help: "A new folder for the whole log.")
        var log: String?

        @OptionGroup var why: ReasonOption

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (referral == nil) != (log == nil) else {
                throw ValidationError("Name a referral, or --log FOLDER.")
            }
        }

        func run() async throws {
            let door = DeskDoor(try await options.load())
            if let referral {
                let order = AuditBundleOrder(referral: referral, reason: why.reason)
                let bundle = try await door.once { desk in try await desk.carryOut(order) }
                return try options.console.write(WireFormat.encodeLines([bundle]))
            }
            let folder = URL(filePath: log ?? "", relativeTo: .currentDirectory()).absoluteURL
            let order = AuditFilesOrder(folder: folder.path, reason: why.reason)
            let report = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([report])) }
            try options.console.print(
                "\(report.files) files in \(folder.path)\nkey: \(report.vkey)"
            )
        }
    }
}
