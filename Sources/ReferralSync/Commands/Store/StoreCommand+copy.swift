import ArgumentParser
import Database
import Foundation
import Outbox

extension StoreCommand {
    /// `store copy`: moves an installation to another database.
    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "copy",
            abstract: "Move everything to another database, compare, and go on there.",
            discussion: """
                Stop every service on the old store first. What was interrupted goes on where it \
                ended: give the same command again. When both stores are equal the old one is \
                marked as moved, so that nothing works on it any more; it is not deleted. The key \
                file stays as it is: the new store is sealed under the same key.
                """
        )

        @OptionGroup var options: GlobalOptions

        @Option(help: ArgumentHelp("The old store, such as sqlite:PATH.", valueName: "url"))
        var from: String

        @Option(
            help: ArgumentHelp(
                "The new store, such as postgresql://USER@HOST/DB.",
                valueName: "url"
            )
        )
        var to: String

        func run() async throws {
            let source = try await settings(of: from)
            let target = try await settings(of: to)
            guard source.store != target.store else {
                throw Complaint(.usage, "--from and --to name the same store. Name two.")
            }
            guard source.store.mayExist else {
                throw Complaint(.noInput, "There is no store at \(source.store.shown).")
            }
            let console = options.console
            try await OpenStore.with(source) { old in
                try await OpenStore.with(target) { new in
                    try await copy(
                        StoreCopy(
                            from: old,
                            to: new,
                            names: (source.store.text, target.store.text)
                        ),
                        console
                    )
                }
            }
            console.say(
                "Everything is in \(target.store.shown). Name it in the settings of every service, "
                    + "store, with the same key file."
            )
        }

        private func settings(of store: String) async throws -> Settings {
            try await LoadedSettings.load(file: options.settings, store: store, in: .process)
                .settings
        }

        private func copy(_ copy: StoreCopy, _ console: Console) async throws {
            let comparisons: [StoreCopy.Comparison]
            do {
                comparisons = try await copy.run(at: TimeSource.system.now()) { table, rows in
                    console.say("\(table): \(rows) more rows")
                }
            } catch let refusal as StoreCopy.Refusal {
                throw Complaint(refusal)
            }
            try comparisons.map(TableFacts.init).show(options, orSay: "")
            guard comparisons.allSatisfy(\.isEqual) else {
                throw Complaint(
                    .unavailable,
                    "The stores differ, see above; nothing was marked. Empty the new one, and begin "
                        + "again."
                )
            }
        }
    }
}

/// One compared table as `store copy` shows it.
private struct TableFacts: Listed {
    static let columns = ["table", "rows", "in the new store", "SHA-256", "compared"]

    let table: String
    let rows: Int
    let otherRows: Int
    let digest: String
    let isEqual: Bool

    init(_ comparison: StoreCopy.Comparison) {
        table = comparison.table
        rows = comparison.rows
        otherRows = comparison.otherRows
        digest = comparison.digest
        isEqual = comparison.isEqual
    }

    var cells: [String] {
        [
            table, "\(rows)", "\(otherRows)", String(digest.prefix(16)),
            isEqual ? "equal" : "DIFFERENT",
        ]
    }
}

extension Complaint {
    fileprivate init(_ refusal: StoreCopy.Refusal) {
        switch refusal {
        case .movedBefore(let mark): self.init(.badData, mark.message)
        case .notEmpty(let table):
            self.init(
                .badData,
                "The new store is not empty: it has rows in \(table). Name an empty database or "
                    + "schema."
            )
        case .inUse(let host):
            self.init(
                .unavailable,
                "A service on \(host) works on the new store. Stop it first."
            )
        }
    }
}
