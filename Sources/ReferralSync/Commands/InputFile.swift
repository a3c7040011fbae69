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
            // Not mapped into memory: a file that shrinks meanwhile would end the process.
            guard let content = try? Data(contentsOf: URL(filePath: name)) else {
                throw unreadable(name)
            }
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
        let isThere = FileManager.default.fileExists(atPath: name)
        return Complaint(
            .noInput,
            isThere
                ? "The file \(name) cannot be read. Check its permissions."
                : "There is no file \(name). Check the name."
        )
    }
}
