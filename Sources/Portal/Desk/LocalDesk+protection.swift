import Foundation
import Intake
import Logging
import Outbox
import Oversight
import Referrals

extension LocalDesk {
    /// Opens a child's details; who opens many is told of in the log before it is refused.
    func reveal(_ order: RevealOrder) async throws -> RevealOrder.Report {
        let reason = try order.reason.required()
        let (canonical, count) = try await withinLimit {
            try await overseer.reveal(
                order.referral,
                because: reason,
                withNarrative: order.narrative,
                atMostInAnHour: RevealOrder.hourlyMax
            )
        }
        logger.notice(
            "a child's details were opened",
            metadata: ["by": "\(Caller.current.name)", "within.hour": "\(count)"]
        )
        if count * 2 > RevealOrder.hourlyMax {
            logger.warning(
                "many children's details were opened",
                metadata: [
                    "by": "\(Caller.current.name)", "within.hour": "\(count)",
                    "remedy": "Ask why: referral-sync audit list --kind consultation",
                ]
            )
        }
        struct Marked: Decodable { let marking: String }
        let marked = try JSONDecoder().decode(Marked.self, from: canonical)
        return RevealOrder.Report(marking: marked.marking, referral: canonical)
    }

    /// The references of the children whom a term means.
    func find(_ term: SearchTerm, because reason: String) async throws -> [String] {
        try await withinLimit {
            try await overseer.find(
                term,
                because: reason,
                atMostInAnHour: RevealOrder.hourlyMax
            )
        }
    }

    /// Looks at children's details, and tells the log of who is refused because of too many looks.
    private func withinLimit<Found>(_ look: () async throws -> Found) async throws -> Found {
        do {
            return try await look()
        } catch OutboxError.tooManyReveals(let limit) {
            logger.warning(
                "a look at children's details was refused",
                metadata: [
                    "by": "\(Caller.current.name)", "within.hour": "\(limit)",
                    "remedy": "Ask why: referral-sync audit list --kind consultation",
                ]
            )
            throw OutboxError.tooManyReveals(limit)
        }
    }

    /// Erases each child that is due in a transaction of its own, so that a stop loses nothing.
    func eraseDue(_ order: EraseDueOrder) async throws -> EraseDueOrder.Report {
        let reason = try order.reason.required()
        var report = EraseDueOrder.Report()
        for line in try await overseer.dueReviews(upTo: order.limit) {
            guard !line.isHeld, line.undelivered == 0, let referral = line.referrals.first else {
                report.left += 1
                continue
            }
            report.erased += try await erase(EraseOrder(referral: referral, reason: reason))
        }
        return report
    }

    /// Erases a child, and has the partners' lanes look for the messages.
    func erase(_ order: EraseOrder) async throws -> [ErasureCertificate] {
        let certificates = try await eraser.erase(order.referral, because: order.reason)
        for certificate in certificates {
            onDue(
                Set(
                    certificate.told.keys.compactMap {
                        $0.split(separator: " ").first.map(String.init)
                    }
                )
                .sorted()
            )
            logger.notice(
                "a child's data was erased",
                metadata: [
                    "by": "\(certificate.by)", "partners.told": "\(certificate.told.count)",
                    "partners.not-told": "\(certificate.notTold.count)",
                ]
            )
        }
        return certificates
    }
}
