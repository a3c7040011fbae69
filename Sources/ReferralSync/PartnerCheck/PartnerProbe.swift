import Contracts
import Delivery
import DeliveryCurl
import Foundation
import Outbox
import Referrals

/// Tries a partner out, from its name to its answers, with nothing but invented data.
struct PartnerProbe {
    let settings: PartnerSettings
    let contract: Contract
    let contracts: URL
    let transport: any Transport
    let connection: PartnerConnection
    /// Why the test referral is not sent; nil when it is.
    let notSentBecause: String?
    let time: TimeSource

    /// The checks in the order of an exchange; what cannot be reached is not tried further.
    func checks() async -> [Check] {
        var checks = [contractCheck, await nameCheck()]
        guard checks.last?.verdict != .fail else { return checks }
        checks += await certificateChecks()
        guard !checks.dropFirst().contains(where: { $0.verdict == .fail }) else { return checks }
        checks += await accessChecks()
        if let notSentBecause {
            return checks + [.warn("test referral", "not sent: \(notSentBecause)")]
        }
        guard !checks.contains(where: { $0.verdict == .fail }) else { return checks }
        return checks + (await sendingChecks())
    }

    private var contractCheck: Check {
        let about = contract.about
        return switch about.status {
        case .agreed:
            .ok("contract", "\(contract.id), agreed on \(about.agreedOn ?? "an unknown day")")
        case .draft:
            .warn(
                "contract",
                "\(contract.id) is a draft. Agree on it before real children are sent."
            )
        case .retired:
            .fail("contract", "\(contract.id) is retired. Choose a newer version.")
        }
    }

    private func nameCheck() async -> Check {
        let host = settings.address.host() ?? ""
        let addresses = await HostAddresses.of(host)
        guard !addresses.isEmpty else {
            return .fail(
                "name",
                "\(host) cannot be looked up. Check the address, or the resolver of this machine.",
                .unavailable
            )
        }
        let text = "\(host) is \(addresses.joined(separator: ", "))"
        guard settings.isInternal || !addresses.contains(where: CertificateProbe.isPrivate) else {
            return .fail(
                "name",
                text
                    + ", which is private. If the partner is inside the network, set internal: true "
                    + "in its file; if not, the name leads astray."
            )
        }
        return .ok("name", text)
    }

    private func accessChecks() async -> [Check] {
        let unknown = Identifiers.make()
        guard let template = settings.statusAddress else {
            return [
                .warn(
                    "questions",
                    "no statusAddress, so whether a lost document arrived must be asked by telephone."
                )
            ]
        }
        let report = await ask(template.replacing("{key}", with: unknown))
        let access: Check
        switch (report.phase, report.status) {
        case (.answered, 404), (.answered, 410):
            access = .ok(
                "authentication",
                "we are let in; a key that is not there gets \(report.status ?? 0)"
            )
        case (.answered, 401), (.answered, 403):
            access = .fail(
                "authentication",
                "status \(report.status ?? 0): the partner does not accept our certificate, token or "
                    + "signature. Give its technical contact the certificate and the public keys.",
                .unavailable
            )
        case (.answered, let status):
            access = .fail(
                "authentication",
                "a question about a key that is not there got status \(status ?? 0). Expected 404 "
                    + "(partner-api/1.0).",
                .unavailable
            )
        default:
            access = .fail(
                "authentication",
                report.phase.mayHaveReachedPartner
                    ? "a question about a key that is not there got no answer (\(report.codeText)). If "
                        + "the partner asks for our certificate, check tls.certificate."
                    : "\(OutcomeTable.row(for: report).summary) (\(report.codeText))",
                .unavailable
            )
        }
        return [access, clock(report)]
    }

    /// Signatures are good for five minutes, and receipts tell times.
    private func clock(_ report: TransportReport) -> Check {
        guard let text = report.headers["date"], let wait = RetryAfter.date(text) else {
            return .warn("clock", "the partner's answers have no Date, so it cannot be compared.")
        }
        let difference = Int(wait.timeIntervalSince(time.now()).rounded())
        return abs(difference) <= 60
            ? .ok("clock", "within \(abs(difference)) s of ours")
            : .fail(
                "clock",
                "\(abs(difference)) s \(difference > 0 ? "ahead of" : "behind") ours. Set the clock "
                    + "that is wrong; signatures are good for five minutes.",
                .unavailable
            )
    }

    func ask(_ address: String) async -> TransportReport {
        await transport.send(
            TransportRequest(
                partner: settings.id,
                method: .get,
                address: address,
                headers: [("Accept", "application/json")],
                timeLimit: settings.timeLimit
            )
        )
    }
}
