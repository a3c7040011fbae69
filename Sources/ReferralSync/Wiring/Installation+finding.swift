import Contracts
import Delivery
import Foundation
import Referrals

extension Installation {
    /// The partner with an ID; a misspelt one is answered with the nearest.
    func partner(_ id: String) throws(Complaint) -> PartnerSettings {
        if let found = partners.first(where: { $0.id == id }) { return found }
        let known = partners.map(\.id)
        let meant = NearestWord.nearest(to: id, among: known)
        throw Complaint(
            .badData,
            "There is no partner \(id). "
                + (meant.map { "Did you mean \($0)?" }
                    ?? (known.isEmpty
                        ? "There are no partners yet; add a file for each to "
                            + "\(settings.partners.path)."
                        : "Known partners: \(known.joined(separator: ", "))."))
        )
    }

    /// The contract that a partner's documents follow.
    func contract(of partner: PartnerSettings) throws(Complaint) -> Contract {
        guard let id = ContractID(partner.partner.contract), let contract = library[id] else {
            throw Complaint(.settings, "There is no contract \(partner.partner.contract).")
        }
        return contract
    }
}

extension DocumentKind {
    /// How the documents of a contract are sent.
    init(_ contract: Contract) {
        self.init(mediaType: contract.about.mediaType, headers: contract.about.headers ?? [:])
    }
}
