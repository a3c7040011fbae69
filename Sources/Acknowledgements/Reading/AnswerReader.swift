import Contracts
import Foundation
import JSONSchema
import Outbox
import Referrals

/// Turns a partner's answers into canonical ones, by the contract of the delivery.
struct AnswerReader: Sendable {
    let library: ContractLibrary

    /// The answers in a list, and why others could not be understood.
    func answers(
        in list: [JSONValue],
        contract name: String,
        path: AnswerPath
    ) -> (understood: [NewAnswer], problems: [String]) {
        var understood: [NewAnswer] = []
        var problems: [String] = []
        for one in list {
            do throws(AnswerProblem) {
                understood.append(try answer(one, contract: name, path: path))
            } catch {
                problems.append(error.message)
            }
        }
        return (understood, problems)
    }

    /// One answer in its canonical form.
    func answer(
        _ answer: JSONValue,
        contract name: String,
        path: AnswerPath
    ) throws(AnswerProblem) -> NewAnswer {
        guard let id = ContractID(name), let contract = library[id] else {
            throw AnswerProblem(message: "Contract \(name) is not installed.")
        }
        do throws(ContractError) {
            return NewAnswer(try contract.readAnswer(answer), path: path)
        } catch {
            throw AnswerProblem(message: error.message)
        }
    }
}

/// Why an answer could not be understood, in a sentence without any of its content.
struct AnswerProblem: Error, Equatable {
    let message: String
}

extension NewAnswer {
    /// A canonical acknowledgement as it is stored.
    init(_ acknowledgement: Acknowledgement, path: AnswerPath) {
        let encoder = JSONEncoder()
        // The same answer must give the same bytes, so that a repeat is known as one.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let content = try? encoder.encode(acknowledgement) else {
            preconditionFailure("texts and dates can always be encoded")
        }
        self.init(
            kind: AnswerKind(acknowledgement.kind),
            decision: acknowledgement.decision?.rawValue,
            path: path,
            content: content,
            saidAt: acknowledgement.at
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
