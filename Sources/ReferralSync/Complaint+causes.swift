import Contracts
import Database
import Outbox
import Portal
import Vault

extension Complaint {
    /// What an error below means to the person at the terminal.
    init(explaining error: any Error) {
        switch error {
        case let error as Complaint: self = error
        case let error as DeskError: self.init(error)
        case let error as SettingsError: self.init(.settings, error.message)
        case let error as ContractError: self.init(error)
        case let error as DatabaseError:
            switch error {
            case .unavailable: self.init(.unavailable, error.message)
            default: self.init(error.isTemporary ? .tryLater : .unavailable, error.message)
            }
        case let error as BackupError: self.init(error)
        case let error as VaultError: self.init(error)
        default:
            self.init(
                .bug,
                "This is a fault of the program, please report it: \(type(of: error))."
            )
        }
    }

    private init(_ error: ContractError) {
        let status: ExitStatus =
            switch error {
            case .folderMissing, .fileMissing, .fileWrong: .settings
            case .alreadyThere, .cannotWrite: .cannotWrite
            case .projectionFailed, .projectionRefused, .contentRefused, .answerNotUnderstood:
                .badData
            }
        self.init(status, error.message)
    }

    private init(_ error: DeskError) {
        switch error {
        case .notFound(let text), .badRequest(let text): self.init(.badData, text)
        case .notAllowed(let text): self.init(.notAllowed, text)
        case .unavailable(let text): self.init(.unavailable, text)
        case .tryLater(let text): self.init(.tryLater, text)
        case .cannotWrite(let text): self.init(.cannotWrite, text)
        }
    }

    private init(_ error: BackupError) {
        let status: ExitStatus =
            switch error.kind {
            case .badOrder: .usage
            case .missing: .noInput
            case .cannotWrite: .cannotWrite
            case .wrongKey: .settings
            case .badData: .badData
            case .unavailable: .unavailable
            case .tryLater: .tryLater
            }
        self.init(status, error.message)
    }

    private init(_ error: VaultError) {
        switch error {
        case .keyFileMissing, .keyFileMalformed, .malformedKey, .wrongKey:
            self.init(.settings, error.message)
        case .keyFileNotPrivate, .keyFileOfAnotherUser: self.init(.notAllowed, error.message)
        case .keyNotInFile, .erased: self.init(.badData, error.message)
        case .keyFileExists, .keyFileInaccessible, .keyFileFull, .keyFileIsCredential:
            self.init(.cannotWrite, error.message)
        case .keyTampered, .tampered, .unknownKey, .sealingFailed:
            self.init(.unavailable, error.message)
        }
    }
}
