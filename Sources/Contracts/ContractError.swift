package import JSONSchema

/// Why a contract could not be loaded or used.
package enum ContractError: Error, Sendable {
    /// The folder of contracts is not there.
    case folderMissing(String)
    /// A file is missing or cannot be read.
    case fileMissing(String)
    /// A file is not what it should be; the text says why.
    case fileWrong(String, line: Int?, String)
    /// A contract is not made over another.
    case alreadyThere(String)
    /// A folder or file cannot be written.
    case cannotWrite(String)
    /// The projection gave no document.
    case projectionFailed(ContractID, String)
    /// The document does not fit the partner's schema.
    case projectionRefused(ContractID, [SchemaViolation])
    /// What would pass holds a file, or what no person types.
    case contentRefused(ContractID, ContentGuard.Finding)
    /// The partner's answer cannot be turned into an acknowledgement.
    case answerNotUnderstood(ContractID, String)

    /// What happened and what to do, in a sentence; quotes no document.
    package var message: String {
        switch self {
        case .folderMissing(let path):
            "There is no folder of contracts at \(path). Set `contracts` to the folder that has them."
        case .fileMissing(let path):
            "\(path) is missing or cannot be read. Every contract needs it; restore the file."
        case .fileWrong(let path, let line, let because):
            "\(path)\(line.map { ":\($0)" } ?? ""): \(because)"
        case .alreadyThere(let path):
            "There is a contract at \(path) already. Choose another name or version."
        case .cannotWrite(let path):
            "\(path) cannot be written. Check the permissions and the room on the disk."
        case .projectionFailed(let id, let because):
            "Contract \(id) could not express this referral: \(because)."
        case .projectionRefused(let id, let violations):
            "Contract \(id) made a document that its own schema refuses, at "
                + violations.prefix(5).map { "\($0.instancePointer.shown) (\($0.keyword))" }
                .joined(separator: ", ") + "."
        case .contentRefused(let id, let finding):
            "Contract \(id) let nothing pass because of \(finding.pointer). \(finding.message)"
        case .answerNotUnderstood(let id, let because):
            "Contract \(id) could not read the partner's answer: \(because)."
        }
    }
}
