import Acknowledgements
import Database
import Intake
import Outbox
import Oversight
import Referrals
import Vault

extension DeskError {
    /// What an error below means to the person who asked, or nil when it is none of the expected.
    init?(explaining error: any Error) {
        switch error {
        case let error as DeskError: self = error
        case let error as OutboxError: self.init(error)
        case let error as ResendError: self = .badRequest(error.message)
        case let error as RotationError: self = .unavailable(error.message)
        case let error as HoldError: self = .badRequest(error.message)
        case let error as ListError: self = .badRequest(error.message)
        case let error as AuditError: self = .notFound(error.message)
        case let error as EraseError: self = .badRequest(error.message)
        case let error as ReasonProblem: self = .badRequest(error.message)
        case let error as WithdrawError: self = .badRequest(error.message)
        case let error as SpokenProblem: self = .badRequest(error.message)
        case let error as DatabaseError: self.init(error)
        case let error as BackupError: self.init(error)
        case let error as VaultError:
            if case .erased = error {
                self = .badRequest(error.message)
            } else {
                self = .unavailable(error.message)
            }
        default: return nil
        }
    }

    private init(_ error: OutboxError) {
        switch error {
        case .unknownDelivery(let id):
            self = .notFound(
                "No delivery has the ID \(id). The list of all: referral-sync queue --list"
            )
        case .unknownReferral(let reference):
            self = .notFound(
                "No referral has the reference \(reference). Give its source reference, its ID, "
                    + "or the ID of one of its deliveries."
            )
        case .tooShort(let beginning, let count):
            self = .badRequest(
                "\(beginning) is too short to be sure. Give the whole source reference, or at least "
                    + "\(count) characters of an ID."
            )
        case .tooManyReveals(let limit):
            self = .notAllowed(
                "You opened children's details or looked for children \(limit) times within an hour, "
                    + "as often as anybody may. This is in the audit log. Wait, or tell an "
                    + "administrator why you need more."
            )
        case .erased(let delivery):
            self = .badRequest(
                "The data of delivery \(delivery) was erased; nothing more is kept of it."
            )
        case .tokenInUse(let name):
            self = .badRequest(
                "A token named \(name) is in use. Choose another name, or end that one first: "
                    + "referral-sync tokens revoke \(name)"
            )
        case .keyLacking(let text): self = .unavailable(text)
        case .ambiguous(let beginning):
            self = .badRequest("Several IDs begin with \(beginning). Give more of it.")
        }
    }

    private init(_ error: BackupError) {
        self =
            switch error.kind {
            case .badOrder, .missing, .badData, .wrongKey: .badRequest(error.message)
            case .cannotWrite: .cannotWrite(error.message)
            case .unavailable: .unavailable(error.message)
            case .tryLater: .tryLater(error.message)
            }
    }

    private init(_ error: DatabaseError) {
        self = error.isTemporary ? .tryLater(error.message) : .unavailable(error.message)
    }
}
