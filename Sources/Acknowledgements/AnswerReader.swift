import Contracts
import Foundation
import JSONSchema
import Outbox
import Referrals

/// Turns a partner's answers into canonical ones, by the contract of the delivery.
struct AnswerReader: Sendable {
    let library: ContractLibrary

    /// The answers of a status document, and why others could not be understood.
    func answers(
        in document: StatusDocument,
        contract name: String
    ) -> (understood: [NewAnswer], problems: [String]) {
        guard let id = ContractID(name), let contract = library[id] else {
            return ([], ["Contract \(name) is not installed."])
        }
        var understood: [NewAnswer] = []
        var problems: [String] = []
        for one in document.answers {
            do {
                understood.append(try answer(one, by: contract))
            } catch {
                problems.append((error as? ContractError)?.message ?? "It cannot be written anew.")
            }
        }
        return (understood, problems)
    }

    private func answer(_ answer: JSONValue, by contract: Contract) throws -> NewAnswer {
        let acknowledgement = try contract.readAnswer(answer)
        let encoder = JSONEncoder()
        // The same answer must give the same bytes, so that a repeat is known as one.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return NewAnswer(
            kind: AnswerKind(acknowledgement.kind),
            decision: acknowledgement.decision?.rawValue,
            path: .poll,
            content: try encoder.encode(acknowledgement)
        )
    }
}

extension AnswerKind {
    fileprivate init(_ kind: Acknowledgement.Kind) {
        self =
            switch kind {
            case .received: .received
            case .acknowledged: .acknowledged
            case .decision: .decision
            case .outcome: .outcome
            case .rejected: .rejected
            }
    }
}
