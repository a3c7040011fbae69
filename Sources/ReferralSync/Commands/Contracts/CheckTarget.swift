import Contracts
import Foundation

/// The contracts that a folder given to `contracts check` means.
struct CheckTarget {
    /// The folder of all contracts.
    let root: URL
    /// The version, or all versions of a name, that are meant; nil for all contracts.
    private let part: String?

    /// Finds out what a folder is; throws when it has no contracts.
    init(_ folder: URL) throws(Complaint) {
        let place = folder.standardizedFileURL.resolvingSymlinksInPath()
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard unsafe files.fileExists(atPath: place.path, isDirectory: &isFolder) else {
            throw Complaint(.noInput, "There is no folder \(place.path). Check the name.")
        }
        guard isFolder.boolValue else {
            throw Complaint(
                .usage,
                "\(place.path) is a file. Name the folder of all contracts, or of one."
            )
        }
        // The canonical referral lies beside all others, whatever else is missing.
        let above = [place, place.deletingLastPathComponent()]
        let roots = above + [above[1].deletingLastPathComponent()]
        let depth = roots.firstIndex { root in
            files.fileExists(atPath: root.appending(path: "referral").path)
        }
        guard let depth else {
            throw Complaint(
                .noInput,
                "There are no contracts at \(place.path). Expected a folder in which `referral/1.0` "
                    + "lies, or NAME or NAME/VERSION in such a folder."
            )
        }
        root = roots[depth]
        let names = place.pathComponents.suffix(depth)
        part = names.isEmpty ? nil : names.joined(separator: "/")
    }

    /// Checks what is meant.
    func check() throws -> [ContractReport] {
        let reports: [ContractReport]
        do {
            reports = try ContractChecker(root: root).check { id in
                guard let part else { return true }
                return id.description == part || id.name == part
            }
        } catch {
            throw Complaint(.badData, error.message)
        }
        guard !reports.isEmpty else {
            throw Complaint(
                .noInput,
                "There is no contract in \(root.appending(path: part ?? "").path). Expected "
                    + "`contract.json` and the other files in a folder NAME/VERSION."
            )
        }
        return reports
    }
}
