import Acknowledgements
import Delivery
import DeliveryCurl
import Foundation
import Referrals

extension PartnerSettings {
    /// How documents are delivered to the partner.
    var delivery: DeliveryPartner {
        DeliveryPartner(
            id: id,
            telephone: partner.telephone?.text,
            address: address.absoluteString,
            statusAddress: statusAddress,
            isIdempotent: isIdempotent,
            idempotentFor: idempotentFor,
            plan: sendingPlan,
            timeLimit: timeLimit,
            clocks: clocks,
            firstPollAfter: poll,
            listsAnswers: answersAddress != nil
        )
    }

    /// How the partner is asked for its answers.
    var polling: PolledPartner {
        PolledPartner(
            id: id,
            every: poll,
            decidedEvery: pollDecided,
            concurrencyMax: plan.concurrencyMax,
            ratePerSecond: plan.ratePerSecond.map { $0 * Self.questionsShare },
            feed: answersAddress
        )
    }

    /// Of the agreed rate so much is kept for questions, so that both together stay within it in
    /// whichever process each is done.
    private static let questionsShare = 0.2

    private var sendingPlan: LanePlan {
        var plan = plan
        plan.ratePerSecond = plan.ratePerSecond.map { $0 * (1 - Self.questionsShare) }
        return plan
    }

    /// How connections to the partner are made; reads the certificate files.
    func connection() throws(SettingsError) -> PartnerConnection {
        var identity: PartnerConnection.Identity?
        if let certificate = tls.certificate, let key = tls.key {
            identity = PartnerConnection.Identity(
                certificate: try content(of: certificate),
                key: try content(of: key)
            )
        }
        var authorities: Data?
        if let file = tls.certificateAuthority { authorities = try content(of: file) }
        return PartnerConnection(
            partner: id,
            address: address.absoluteString,
            identity: identity,
            authorities: authorities,
            pins: tls.pins,
            isInternal: isInternal,
            version: http,
            // With HTTP/2 one connection carries many requests.
            connectionsMax: http == .oneOne ? plan.concurrencyMax : min(4, plan.concurrencyMax)
        )
    }

    func content(of file: URL) throws(SettingsError) -> Data {
        guard let content = try? Data(contentsOf: file) else {
            throw SettingsError(
                "\(self.file.path): the file \(file.path) is not there or cannot be read. Put it "
                    + "there, and let this user read it."
            )
        }
        return content
    }
}
