import Foundation
import Yams

/// A YAML file whose keys are known, so that a misspelt one is found and its line can be named.
struct YAMLFile {
    /// What a key may hold.
    enum Kind: Sendable {
        case value
        case list
    }

    let url: URL
    /// The file's keys; nil when it has none.
    let root: Node?

    /// Reads a file; throws a sentence with the line when it is not YAML.
    init(at url: URL) throws(SettingsError) {
        self.url = url
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw SettingsError(
                "\(url.path): the file is not there or cannot be read. Check the path and its "
                    + "permissions."
            )
        }
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw SettingsError("\(url.path)\(error.inWords)")
        } catch {
            throw SettingsError("\(url.path): the file is not YAML.")
        }
    }

    /// Whether anything is set in the file.
    var hasKeys: Bool { root?.mapping != nil }

    /// Everything in the file that is not as the known keys, written with dots, say.
    func problems(knowing known: [String: Kind]) -> [String] {
        guard let root, root.null == nil else { return [] }
        guard let mapping = root.mapping else {
            return ["\(url.path):\(root.mark?.line ?? 1): expected keys, each with its value."]
        }
        return problems(in: mapping, below: "", knowing: known)
    }

    /// The place of a key, written with dots, or of one entry of its list: `FILE:LINE`.
    func place(of path: String, at index: Int? = nil) -> String {
        var node = root
        var line: Int?
        for name in path.split(separator: ".") {
            guard let found = node?.mapping?.first(where: { $0.key.string == String(name) }) else {
                break
            }
            line = found.key.mark?.line
            node = found.value
        }
        if let index, let entries = node?.sequence, entries.indices.contains(index) {
            line = entries[index].mark?.line ?? line
        }
        return line.map { "\(url.path):\($0)" } ?? url.path
    }

    private func problems(
        in mapping: Node.Mapping,
        below parent: String,
        knowing known: [String: Kind]
    ) -> [String] {
        mapping.flatMap { key, value -> [String] in
            let path = parent + (key.string ?? "")
            let place = "\(url.path):\(key.mark?.line ?? 1)"
            if let kind = known[path] {
                return problem(with: value, kind).map { ["\(place): \(path) \($0)"] } ?? []
            }
            guard known.keys.contains(where: { $0.hasPrefix(path + ".") }) else {
                return ["\(place): " + unknown(path, knowing: Array(known.keys))]
            }
            guard let inner = value.mapping else {
                return ["\(place): \(path) holds further keys, indented below it."]
            }
            return problems(in: inner, below: path + ".", knowing: known)
        }
    }

    private func problem(with value: Node, _ kind: Kind) -> String? {
        switch (kind, value) {
        case (.value, .scalar): value.null == nil ? nil : "has no value."
        case (.list, .sequence(let elements)):
            elements.allSatisfy { $0.scalar != nil } ? nil : "may hold only plain values."
        case (.value, _): "has one value, not a list or further keys."
        case (.list, _): "is a list: [one, two]."
        }
    }

    private func unknown(_ path: String, knowing known: [String]) -> String {
        let groups = known.flatMap { key in
            key.indices.filter { key[$0] == "." }.map { String(key[..<$0]) }
        }
        let sameName = known.first { $0.hasSuffix("." + path) }
        if let meant = sameName ?? NearestWord.nearest(to: path, among: known + groups) {
            return "there is no key \(path). Did you mean \(meant)?"
        }
        return "there is no key \(path). Known keys: \(known.sorted().joined(separator: ", "))."
    }
}

extension YamlError {
    /// The line, and what is wrong there.
    fileprivate var inWords: String {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ":\(mark.line): this is not YAML: \(problem)."
        case .duplicatedKeysInMapping(let duplicates, let context):
            ":\(context.mark.line): given twice: \(duplicates.joined(separator: ", "))."
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            ": the file is not YAML in UTF-8."
        }
    }
}
