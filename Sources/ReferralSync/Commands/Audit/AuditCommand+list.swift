import ArgumentParser
import Audit
import Foundation
import Outbox
import Oversight
import Portal

extension AuditCommand {
    /// `audit list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show entries of the log, the newest first."
        )

        @Argument(help: "Only about the child of this referral, by its reference or ID.")
        var referral: String?

        @Option(
            help:
                "Only one kind: \(AuditEntry.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
        )
        var kind: String?

        @Option(
            help: "Only since a time, such as 2026-11-24T09:00:00Z, or for so long, such as 7d."
        )
        var since: SinceTime?

        @Option(help: "How many entries at most.")
        var limit = 50

        @Option(help: "Only entries before this place in the log, where a page ended.")
        var before: Int64?

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let kind, AuditEntry.Kind(rawValue: kind) == nil {
                throw ValidationError("There is no kind \(kind).")
            }
            guard (1...1000).contains(limit) else {
                throw ValidationError("--limit: expected a number from 1 to 1000.")
            }
        }

        func run() async throws {
            var query = AuditQuery(limit: limit)
            query.kind = kind
            query.since = since?.moment(at: TimeSource.system.now())
            query.before = before
            let order = AuditListOrder(query: query, about: referral)
            let door = DeskDoor(try await options.load())
            let list = try await door.once { desk in try await desk.carryOut(order) }
            if options.json { return try options.console.write(WireFormat.encodeLines([list])) }
            try options.console.print(list.text)
        }
    }
}

extension AuditList {
    /// The list for people.
    fileprivate var text: String {
        guard !entries.isEmpty else { return "No entries." }
        var table = Table([
            ("when", .left), ("kind", .left), ("what", .left), ("by", .left), ("to", .left),
            ("referral", .left), ("entry", .left),
        ])
        for entry in entries {
            table.add([
                Moments.text(entry.at), entry.kind, entry.what, entry.by, entry.to ?? "",
                entry.referral ?? entry.delivery.map { "delivery \($0)" } ?? "", entry.id,
            ])
        }
        let more = next.map { ["More: --before \($0)"] } ?? []
        return (table.lines + more).joined(separator: "\n")
    }
}

extension AuditList.Line {
    fileprivate var what: String {
        let more = ["asked", "outcome", "key", "token"].compactMap { facts?[$0] }.first
        return action + (more.map { " (\($0))" } ?? "") + (reason.map { ": \($0)" } ?? "")
    }
}
