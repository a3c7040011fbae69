import ArgumentParser
import Audit
import Foundation
import Portal

extension AuditCommand {
    /// `audit verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Look whether anything was changed, removed or put in another order.",
            discussion: """
                Reads every entry, tile and checkpoint, and every row that an entry speaks of. A \
                checkpoint that a partner or an auditor kept proves that the log was not rewritten \
                since: --checkpoint FILE. Exit code 65 when anything is not as it should be.
                """
        )

        @Option(help: "A checkpoint that somebody else kept; may be given several times.")
        var checkpoint: [String] = []

        @OptionGroup var why: ReasonOption

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let order = AuditVerifyOrder(
                witnessed: try checkpoint.map(read),
                reason: why.reason
            )
            let door = DeskDoor(try await options.load())
            let report = try await door.once { desk in try await desk.carryOut(order) }
            if options.json {
                try options.console.write(WireFormat.encodeLines([report]))
            } else {
                try options.console.print(report.text)
            }
            guard report.isSound else {
                throw Complaint(
                    .badData,
                    "What is stored is not what the audit log says. Keep everything as it is, find out who "
                        + "can write to the store, and compare with a backup."
                )
            }
        }

        private func read(_ path: String) throws -> String {
            guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
                throw Complaint(.noInput, "\(path) cannot be read.")
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let note =
                Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))
                .map { String(decoding: $0, as: UTF8.self) } ?? text
            guard note.contains("\n\n— ") else {
                throw Complaint(
                    .badData,
                    "\(path) is not a checkpoint: expected a signed note, or the field Audit-Checkpoint."
                )
            }
            return note
        }
    }
}

extension AuditReport {
    /// What was found, for people.
    fileprivate var text: String {
        let looked =
            "\(Int(entries).of("entry", "entries")), \(rows.of("row", "rows")) and "
            + "\(checkpoints.of("checkpoint", "checkpoints")) compared; "
            + "\(waiting.of("entry waits", "entries wait")) to be put into the tree"
        guard isSound else {
            let told = damages.map { "  \($0.place): \($0.what)" }
            let more =
                damageCount > damages.count ? ["  and \(damageCount - damages.count) more"] : []
            return (["DAMAGED: \(damageCount.of("finding", "findings")) (\(looked))"] + told + more)
                .joined(separator: "\n")
        }
        return (["Sound: \(looked)"] + (checkpoint.map { ["", $0, "key: \(vkey)"] } ?? []))
            .joined(separator: "\n")
    }
}
