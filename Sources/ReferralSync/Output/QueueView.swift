import Oversight

/// The queue as it is shown: of all partners, or of one.
struct QueueView: Encodable, Equatable {
    let unrouted: Int
    let partners: [QueueReport.PartnerCounts]
    let totals: QueueReport.Counts

    /// Shows everything, or what belongs to one partner; throws when nobody has that name.
    init(_ report: QueueReport, of partner: String?) throws(Complaint) {
        unrouted = report.unrouted
        guard let partner else {
            partners = report.partners
            totals = report.totals
            return
        }
        guard let found = report.partners.first(where: { $0.id == partner }) else {
            let meant = NearestWord.nearest(to: partner, among: report.partners.map(\.id))
            throw Complaint(
                .badData,
                "There is no partner \(partner). "
                    + (meant.map { "Did you mean \($0)?" }
                        ?? "The list of all: referral-sync partners list")
            )
        }
        partners = [found]
        totals = found.counts
    }

    /// Deliveries that the engine or a partner still has to move.
    var undecided: Int {
        totals.queued + totals.sending + totals.uncertain + totals.delivered + totals.acknowledged
    }
}
