import Foundation
import Outbox
import Referrals
import X509

/// One partner as `partners list` shows it.
struct PartnerFacts: Listed {
    static let columns = [
        "partner", "title", "contract", "covers", "cohorts", "needs agreement", "address",
        "certificate until", "paused",
    ]

    let id: String
    let title: String
    let contract: String
    let covers: String
    let cohorts: [String]
    let needsAgreement: Bool
    let host: String
    /// When our certificate for this partner ends; nil without one, or when it cannot be read.
    let certificateUntil: Date?
    /// Who paused it, when and why; nil when it is not.
    let paused: LaneHold?

    init(_ settings: PartnerSettings, hold: LaneHold?) {
        paused = hold
        let partner = settings.partner
        id = settings.id
        title = partner.title
        contract = partner.contract
        covers = partner.covers.text
        cohorts = partner.cohorts.map(\.rawValue).sorted()
        needsAgreement = partner.needsAgreement
        let port = settings.address.port.map { ":\($0)" } ?? ""
        host = (settings.address.host() ?? "") + port
        certificateUntil = settings.tls.certificate.flatMap {
            PEMFile.certificate(at: $0)?.notValidAfter
        }
    }

    var cells: [String] {
        let all = cohorts.count == Cohort.allCases.count
        return [
            id, title, contract, covers, all ? "all" : cohorts.joined(separator: ", "),
            needsAgreement ? "yes" : "no", host, certificateUntil.map { Moments.text($0) } ?? "–",
            paused.map { "since \(Moments.text($0.since)) by \($0.by): \($0.reason)" } ?? "no",
        ]
    }
}

extension Coverage {
    /// What is covered, in few words.
    fileprivate var text: String {
        switch self {
        case .everything: return "everything"
        case .listed(let areas, let schools, let organisations):
            let parts = [
                (areas.count, "areas"), (schools.count, "schools"),
                (organisations.count, "organisations"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            return parts.isEmpty ? "only named referrals" : parts.joined(separator: ", ")
        }
    }
}
