import Foundation
import Intake

/// Reads what is to be submitted.
enum InputFile {
    /// The name of a file that can be read; all are checked before the first is submitted.
    static func checked(_ name: String) throws(Complaint) -> String {
        guard name == "-" || FileManager.default.isReadableFile(atPath: name) else {
            throw unreadable(name)
        }
        return name
    }

    /// The referrals in a file, or in standard input for `-`.
    static func documents(in name: String) throws(Complaint) -> [InputDocument] {
        let bytes: Data
        if name == "-" {
            if isatty(STDIN_FILENO) == 1 {
                throw Complaint(
                    .noInput,
                    "There is no input. Name a file, or pipe referrals in: submit - < FILE"
                )
            }
            bytes = (try? FileHandle.standardInput.readToEnd()) ?? Data()
        } else {
            // Read to its end, not to its size: it may be a pipe, or shrink meanwhile.
            guard let file = FileHandle(forReadingAtPath: name),
                let content = try? file.readToEnd() ?? Data()
            else { throw unreadable(name) }
            bytes = content
        }
        let documents = InputReader.documents(in: bytes)
        guard !documents.isEmpty else {
            throw Complaint(
                .noInput,
                "There is no referral in \(name == "-" ? "the standard input" : name). Expected "
                    + "a JSON object, an array of them, or one on each line."
            )
        }
        return documents
    }

    private static func unreadable(_ name: String) -> Complaint {
        var isFolder: ObjCBool = false
        let isThere = unsafe FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        if isThere, isFolder.boolValue {
            return Complaint(.noInput, "\(name) is a folder. Name the files in it.")
        }
        return Complaint(
            .noInput,
            isThere
                ? "The file \(name) cannot be read. Check its permissions."
                : "There is no file \(name). Check the name."
        )
    }
}
