import ArgumentParser
import Oversight
import Portal

extension KeysCommand {
    /// `keys list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the keys, and how many children's keys are wrapped under each.",
            discussion: """
                New keys are wrapped under the current key; next is the newest of the key file when \
                keys rotate was not given yet; old ones only open what is still wrapped under them, and \
                unused ones were made and passed over.
                """
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let lines = try await DeskDoor(try await options.load()).once {
                try await $0.carryOut(KeysOrder())
            }
            if options.json { return try options.console.write(WireFormat.encodeLines(lines)) }
            try lines.map(KeyFacts.init).show(options, orSay: "There are no keys yet.")
        }
    }
}

/// One key as `keys list` shows it.
private struct KeyFacts: Listed {
    static let columns = ["key", "state", "in the key file", "children", "secrets", "lacked by"]

    let line: KeyLine

    init(_ line: KeyLine) { self.line = line }

    var cells: [String] {
        [
            line.id, line.state.rawValue, line.inFile ? "yes" : "NO", "\(line.children)",
            "\(line.secrets)",
            line.lackedBy.isEmpty ? "–" : line.lackedBy.joined(separator: ", "),
        ]
    }
}
