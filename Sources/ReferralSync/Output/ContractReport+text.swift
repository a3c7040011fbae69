import Contracts
import Foundation

extension ContractReport {
    /// The report for people: one line when all is well, the findings with their places if not.
    func text(_ console: Console, in root: URL) -> String {
        ([headline(console)] + findingLines(root) + changeLines(console))
            .joined(separator: "\n")
    }

    private func headline(_ console: Console) -> String {
        guard isSound else {
            let count = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
            return console.coloured("wrong", .red) + "  \(contract): \(count)"
        }
        return console.coloured("sound", .green) + "  \(contract): \(seen); \(stated)"
    }

    private var seen: String {
        [
            "\(examples) examples", "\(refused) refused",
            answers > 0 ? "\(answers) answers" : nil,
            crosswalks > 0 ? "\(crosswalks) crosswalks" : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }

    private var stated: String {
        "\(limits.fields) places, \(limits.personalFields) personal; "
            + "texts up to \(limits.textLengthMax) characters, lists up to \(limits.listLengthMax)"
    }

    private func findingLines(_ root: URL) -> [String] {
        // Paths that an editor or a terminal can open from where the command was typed.
        let here = FileManager.default.currentDirectoryPath + "/"
        return findings.map { finding in
            let path = root.appending(path: finding.file).path(percentEncoded: false)
            let file = path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
            return "  \(file):\(finding.line): \(finding.rule.rawValue): \(finding.message)"
        }
    }

    private func changeLines(_ console: Console) -> [String] {
        guard let previous else { return [] }
        guard !changes.isEmpty else {
            return ["  no changes since \(previous) that a receiver sees"]
        }
        return ["  since \(previous), for the receiver:"]
            + changes.map { change in
                let word =
                    change.isBreaking
                    ? console.coloured("breaking  ", .yellow) : "compatible"
                return "    \(word)  \(change.message)"
            }
    }
}
