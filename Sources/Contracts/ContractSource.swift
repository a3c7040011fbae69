import Foundation
import JSONSchema

/// The files of one contract, as its author sees them.
struct ContractSource: Sendable {
    let id: ContractID
    /// The folder of all contracts.
    let root: URL

    var folder: URL { root.appending(path: id.description) }

    /// A file's path from the folder of all contracts, for messages.
    func name(of file: String) -> String { "\(id)/\(file)" }

    func has(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: file).path)
    }

    func read(_ file: String) throws(ContractError) -> Data {
        try ContractFiles.read(folder.appending(path: file))
    }

    func json(_ file: String) throws(ContractError) -> JSONValue {
        try ContractFiles.json(folder.appending(path: file))
    }

    /// The names without their ending of the files in a part of the folder.
    func names(in part: String, ending: String) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(
                atPath: folder.appending(path: part).path
            )) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
            .map { String($0.dropLast(ending.count)) }.sorted()
    }

    /// The line of a place in one of the JSON files.
    func line(of pointer: JSONPointer, in file: String) -> Int {
        guard let text = try? read(file) else { return 1 }
        return JSONLines.line(of: pointer, in: text)
    }

    /// Whether the folder is meant as a contract: it has a file of one of a contract's kinds.
    private var isContract: Bool {
        names(in: "", ending: ".json").count + names(in: "", ending: ".jq").count > 0
    }

    /// Every contract of a folder, in order.
    static func all(in root: URL) throws(ContractError) -> [ContractSource] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: root.path) else {
            throw .folderMissing(root.path)
        }
        return names.flatMap { name in
            let versions =
                (try? FileManager.default.contentsOfDirectory(
                    atPath: root.appending(path: name).path
                )) ?? []
            return versions.compactMap { ContractID("\(name)/\($0)") }
                .map { ContractSource(id: $0, root: root) }
                .filter(\.isContract)
        }.sorted { $0.id < $1.id }
    }
}
