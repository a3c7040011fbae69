import Acknowledgements
import Contracts
import Delivery
import Foundation
import JSONSchema
import Outbox

extension PartnerProbe {
    /// The same test referral twice, other bytes under its key, a bad document, and the answers.
    func sendingChecks() async -> [Check] {
        let (key, id) = (Identifiers.make(), Identifiers.make())
        let body: Data
        do {
            let referral = try TestReferral.document(in: contracts, id: id, at: time.now())
            body = try contract.project(referral)
        } catch {
            return [.fail("test referral", because: error)]
        }
        let first = await send(body, key: key, referral: id)
        guard let receipt = first.receipt else { return [failure("test referral", first)] }
        let again = await send(body, key: key, referral: id)
        let other = await send(body + Data(" ".utf8), key: key, referral: id)
        let bad = await send(
            Data(#"{"unknown":"TEST"}"#.utf8),
            key: Identifiers.make(),
            referral: id
        )
        return [
            .ok("test referral", "taken, with a receipt for exactly our bytes"),
            repeated(again, receipt), reused(other), refused(bad),
            await answers(receipt, key: key),
        ]
    }

    private func repeated(_ result: AttemptResult, _ first: Receipt) -> Check {
        if let receipt = result.receipt, receipt.receiptId == first.receiptId {
            return .ok("idempotency", "the same key and bytes got the same receipt")
        }
        let seen =
            result.receipt == nil
            ? "got \(result.record.outcome.rawValue)" : "got another receipt, so it was taken twice"
        let text = "the same key and bytes \(seen)."
        return settings.isIdempotent
            ? .fail("idempotency", text + " Take idempotent: true out of its file.", .unavailable)
            : .warn("idempotency", text + " Its file does not promise more.")
    }

    private func reused(_ result: AttemptResult) -> Check {
        switch result.record.outcome {
        case .keyReused, .refused:
            .ok("key with other bytes", "refused with \(result.record.status ?? 0)")
        case .delivered:
            .fail(
                "key with other bytes",
                "taken. Expected 422 (partner-api/1.0); tell its technical contact.",
                .unavailable
            )
        default: failure("key with other bytes", result)
        }
    }

    private func refused(_ result: AttemptResult) -> Check {
        switch result.record.outcome {
        case .refused: .ok("bad document", "refused with \(result.record.status ?? 0)")
        case .delivered:
            .fail(
                "bad document",
                "taken, although it is none of the contract. Expected 400 or 422; tell its technical "
                    + "contact.",
                .unavailable
            )
        default: failure("bad document", result)
        }
    }

    private func answers(_ receipt: Receipt, key: String) async -> Check {
        let address =
            receipt.statusAddress ?? settings.statusAddress?.replacing("{key}", with: key)
        guard let address else {
            return .warn("answers", "no status address, so answers cannot be polled.")
        }
        let report = await ask(address)
        guard report.phase == .answered, report.status == 200,
            let document = StatusDocument(report.body)
        else {
            return .fail(
                "answers",
                "the status document cannot be read: status \(report.status ?? 0) "
                    + "\(report.codeText). Expected the form of partner-api/1.0.",
                .unavailable
            )
        }
        let problems = document.answers.filter { (try? contract.readAnswer($0)) == nil }
        guard problems.isEmpty else {
            return .fail(
                "answers",
                "\(problems.count) of \(document.answers.count) are not understood by \(contract.id). "
                    + "Correct acknowledgement.jq.",
                .unavailable
            )
        }
        return .ok("answers", "the status document can be read; \(document.answers.count) so far")
    }

    private func send(_ body: Data, key: String, referral: String) async -> AttemptResult {
        let digest = ContentDigest.field(of: body)
        let report = await transport.send(
            TransportRequest(
                partner: settings.id,
                method: .post,
                address: settings.address.absoluteString,
                headers: DeliveryHeaders.fields(
                    of: DocumentKind(contract),
                    digest: digest,
                    idempotencyKey: key,
                    referral: referral,
                    makeID: Identifiers.make
                ),
                body: body,
                timeLimit: settings.timeLimit
            )
        )
        var result = AttemptResult(of: report, digest: digest, at: time.now())
        if let receipt = result.receipt {
            result = AttemptResult(
                result.record,
                receipt: receipt.located(by: report.headers["location"], from: settings.address)
            )
        }
        return result
    }

    private func failure(_ name: String, _ result: AttemptResult) -> Check {
        let explanation = result.record.explanation
        let words = [explanation.summary, explanation.title, explanation.detail].compactMap(\.self)
        return .fail(name, words.joined(separator: " "), .unavailable)
    }
}
