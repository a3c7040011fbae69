import ArgumentParser
import Foundation

/// Shows what the agencies received.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Show what the agencies received: keys, repeats and faults."
    )

    @Argument(help: "The folder given to `serve --data`.") var folder: String
    @Option(help: "Only this agency.") var agency: String?
    @Flag(help: "As JSON.") var json = false
    @Flag(help: "Add every entry to the JSON.") var list = false
    @Flag(help: "End with 65 if a key was taken on twice or came with different bytes.")
    var check = false

    private struct Document: Encodable {
        let agencies: [JournalSummary]
        let entries: [JournalEntry]?
    }

    func run() async throws {
        try await Complaint.told {
            let journals = try Journal.read(URL(filePath: folder))
                .filter { agency == nil || $0.key == agency }
            let summaries = journals.map { JournalSummary(agency: $0.key, entries: $0.value) }
                .sorted { $0.agency < $1.agency }
            if json {
                let encoder = JSONEncoder()
                encoder.dateEncodingStrategy = .iso8601
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                let entries = list ? journals.values.flatMap(\.self).sorted { $0.at < $1.at } : nil
                let document = Document(agencies: summaries, entries: entries)
                print(String(decoding: try encoder.encode(document), as: UTF8.self))
            } else {
                show(summaries)
            }
            if check, !summaries.allSatisfy(\.isSound) {
                throw Complaint(
                    "a document was taken on twice, or came with different bytes",
                    code: Complaint.badData
                )
            }
        }
    }

    private func show(_ summaries: [JournalSummary]) {
        let width = (summaries.map(\.agency.count) + [6]).max() ?? 6
        func row(_ name: String, _ cells: [String]) -> String {
            name.padding(toLength: width, withPad: " ", startingAt: 0)
                + cells.map { String(repeating: " ", count: max(1, 16 - $0.count)) + $0 }.joined()
        }
        print(
            row(
                "agency",
                ["requests", "documents", "taken on", "taken on twice", "repeats", "other bytes"]
            )
        )
        for one in summaries {
            let numbers = [
                one.requests, one.keys, one.effective, one.effectiveMoreThanOnce, one.repeats,
                one.digestMismatches,
            ]
            print(row(one.agency, numbers.map(String.init)))
        }
        for one in summaries where one.withdrawals + one.purges > 0 {
            print("\(one.agency): \(one.withdrawals) withdrawals, \(one.purges) orders to delete")
        }
    }
}
