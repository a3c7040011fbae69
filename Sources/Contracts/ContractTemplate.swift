package import Foundation

/// Begins a contract as a copy of another, ready to be changed.
package struct ContractTemplate: Sendable {
    private let root: URL
    private let template: ContractID

    /// Chooses the contract to copy; throws when it is not there.
    package init(_ template: ContractID, in root: URL) throws(ContractError) {
        self.root = root
        self.template = template
        _ = try ContractFiles.about(in: root.appending(path: template.description))
    }

    /// Makes the folder of a new contract, whole or not at all, and returns it.
    ///
    /// The copy is a draft: nobody has agreed to it yet.
    package func begin(_ id: ContractID) throws(ContractError) -> URL {
        let folder = root.appending(path: id.description)
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw .alreadyThere(folder.path)
        }
        let draft = root.appending(path: ".\(id.name)-\(id.version)")
        do {
            let files = FileManager.default
            try? files.removeItem(at: draft)
            let original = root.appending(path: template.description)
            try files.copyItem(at: original.resolvingSymlinksInPath(), to: draft)
            for name in try files.subpathsOfDirectory(atPath: draft.path) {
                try rename(draft.appending(path: name), to: id)
            }
            try share(draft)
            try files.createDirectory(
                at: folder.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try files.moveItem(at: draft, to: folder)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw .cannotWrite(folder.path)
        }
        return folder
    }

    /// Lets others read what the umask alone would decide for a new file, not the copy's origin.
    private func share(_ folder: URL) throws {
        let files = FileManager.default
        for name in try files.subpathsOfDirectory(atPath: folder.path) + [""] {
            let place = folder.appending(path: name).path
            let type = try files.attributesOfItem(atPath: place)[.type] as? FileAttributeType
            try files.setAttributes(
                [.posixPermissions: type == .typeDirectory ? 0o755 : 0o644],
                ofItemAtPath: place
            )
        }
    }

    private func rename(_ file: URL, to id: ContractID) throws {
        guard ["json", "jq"].contains(file.pathExtension) else { return }
        var text = try String(contentsOf: file, encoding: .utf8)
            .replacing(template.description, with: id.description)
            .replacing(
                "contract:\(template.name):\(template.version)",
                with: "contract:\(id.name):\(id.version)"
            )
        if file.lastPathComponent == "contract.json" { text = described(text, as: id) }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func described(_ text: String, as id: ContractID) -> String {
        text.replacing("\"name\": \"\(template.name)\"", with: "\"name\": \"\(id.name)\"")
            .replacing(
                "\"version\": \"\(template.version)\"",
                with: "\"version\": \"\(id.version)\""
            )
            .replacing(/"status": "[a-z]+"/, with: "\"status\": \"draft\"")
            .replacing(/\n *"agreed(?:With|On)": "[^"]*",/, with: "")
    }
}
