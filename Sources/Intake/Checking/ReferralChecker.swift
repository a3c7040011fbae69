import Contracts
import Foundation
import JSONSchema
import Referrals

/// Turns submitted bytes into a checked referral, or says everything that is wrong with them.
struct ReferralChecker: Sendable {
    /// The longest referral; text of this size takes hours to read.
    static let bytesMax = 1 << 20

    private static let reference = "sourceReference"

    let library: ContractLibrary
    /// Whether a withdrawal, which nobody submits, is looked at all the same.
    var acceptsWithdrawals = false

    /// What checking found; the source reference is given whenever it could be read.
    enum Finding: Sendable {
        case usable(CheckedReferral)
        case refused([SubmissionLine.Problem], sourceReference: String?)
    }

    func check(_ bytes: Data) -> Finding {
        guard bytes.count <= Self.bytesMax else {
            return .refused(
                [
                    problem(
                        "This is \(bytes.count / 1024) KiB long. Expected a referral of at most "
                            + "1024 KiB; remove attachments: images and files never leave the "
                            + "case system."
                    )
                ],
                sourceReference: nil
            )
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            return .refused(
                [
                    SubmissionLine.Problem(
                        pointer: error.pointer.description,
                        message: error.message
                    )
                ],
                sourceReference: nil
            )
        }
        guard case .object(let document) = value else {
            return .refused(
                [problem("Expected one referral as a JSON object, { … }.")],
                sourceReference: nil
            )
        }
        return check(document, value)
    }

    private func check(_ document: [String: JSONValue], _ value: JSONValue) -> Finding {
        let source = document[Self.reference]?.stringValue
        if document["withdrawal"] != nil, !acceptsWithdrawals {
            return .refused([.withdrawalSubmitted], sourceReference: source)
        }
        if document["purge"] != nil { return .refused([.purgeSubmitted], sourceReference: source) }
        let problems = problems(of: value)
        guard problems.isEmpty else { return .refused(problems, sourceReference: source) }
        let completed = document.merging(Self.defaults) { given, _ in given }
        do {
            let referral = try Referral.decode(
                canonical: JSONValue.object(completed).serialized()
            )
            return .usable(CheckedReferral(document: completed, referral: referral))
        } catch {
            return .refused(
                [SubmissionLine.Problem(pointer: error.pointer, message: error.message)],
                sourceReference: source
            )
        }
    }

    /// Everything that is wrong: of a file nothing else is said, of other suspicious text only what
    /// the schema does not say better.
    private func problems(of value: JSONValue) -> [SubmissionLine.Problem] {
        let findings = ContentGuard.findings(in: value)
        let violations = library.referral.check(value)
        let files = Set(findings.filter(\.isFile).map(\.pointer))
        let said = Set(violations.map(\.instancePointer))
        return findings.filter { $0.isFile || !said.contains($0.pointer) }
            .map { .init(pointer: $0.pointer.description, message: $0.message) }
            + violations.filter { !files.contains($0.instancePointer) }
            .map { .init(pointer: $0.instancePointer.description, message: $0.message) }
    }

    /// What the canonical form always states, even if the case system left it out.
    private static let defaults: [String: JSONValue] = [
        "contract": "referral/1.0", "version": 1, "marking": "OFFICIAL-SENSITIVE",
    ]

    private func problem(_ message: String) -> SubmissionLine.Problem {
        SubmissionLine.Problem(pointer: "", message: message)
    }
}
