import Audit
import Foundation
import Referrals

@testable import Outbox

extension TestStore {
    private static let owed = Date(timeIntervalSince1970: 1_990_000_000)

    /// Makes a store in which all has happened: deliveries in most states, clocks that rang, a child
    /// that was passed on and one that was erased, a hold that ended and one that has not, a paused
    /// partner and one that was resumed, a token that was revoked, a backup and a look at details.
    func beBusy() async throws -> NoteSigner {
        for number in 1...6 { try await add(.sample(number)) }
        let claims = try await claim(upTo: 5)
        for delivered in [claims[0], claims[4]] { try await deliver(delivered) }
        _ = try await finish(
            claims[1],
            with: .sample(.refused),
            step: .park(.refusedByPartner),
            at: Self.t0
        )
        _ = try await finish(
            claims[2],
            with: .sample(.uncertain),
            step: .reconcile(at: Self.owed),
            at: Self.t0
        )
        _ = try await finish(
            claims[3],
            with: .sample(.unreachable),
            step: .park(.horizonReached),
            at: Self.t0
        )
        try await add(.sample(6, version: 2))
        try await passOn()
        try await findAndErase()
        try await retry()
        try await askAgain(claims[4])
        try await protect()
        try await ring()
        return try await growLog()
    }

    /// Puts all entries into the tree.
    func growLog() async throws -> NoteSigner {
        let signer = try await outbox.auditSigner(at: Self.t0)
        while try await outbox.growAudit(upTo: 100, by: signer, at: Self.t0) > 0 {}
        return signer
    }

    /// Has a partner say that a child is not in its area, and no other be known.
    private func passOn() async throws {
        try await add(.sample(7, partners: ["east"]))
        guard let claim = try await claim(partner: "east").first else { throw Unexpected() }
        try await deliver(claim)
        try await answer(claim, .decision, "not-our-area")
        for wanted in try await outbox.wantedReroutes(upTo: 10) {
            _ = try await outbox.reroute(wanted, to: .failure(.passedOn), at: Self.t0)
        }
    }

    /// One child is found and looked at, the other withdrawn and erased.
    private func findAndErase() async throws {
        for number in 8...9 {
            var referral = NewReferral.sample(number, partners: ["south"], leftOut: ["west"])
            referral.searchTerms = [.nhsNumber("999 000 000\(number)"), .nhsNumber("\(number)")]
            try await add(referral)
        }
        _ = try await outbox.find(
            .nhsNumber("8"),
            because: "A colleague asks",
            atMostInAnHour: 10,
            at: Self.t0
        )
        _ = try await outbox.withdraw(
            try await outbox.withdrawable("CASE-9"),
            because: "Another child",
            by: "alice",
            messages: { _, _ in nil },
            at: Self.t0
        )
        guard let erasable = try await outbox.erasable("CASE-9").first else { throw Unexpected() }
        _ = try await outbox.erase(
            erasable,
            because: "Its time is over",
            messages: { _, _ in nil },
            at: Self.t0
        )
    }

    /// A partner is not reached, is busy, and gets a document after it was sent again by hand; another
    /// is not reached, and is tried again one day.
    private func retry() async throws {
        try await add(.sample(0, partners: ["north", "northwest"]))
        for outcome in [AttemptOutcome.unreachable, .busy] {
            guard let claim = try await claim(at: Self.t0, partner: "north").first else {
                throw Unexpected()
            }
            _ = try await finish(
                claim,
                with: .sample(outcome),
                step: .retry(at: Self.t0),
                at: Self.t0
            )
        }
        guard let waiting = try await claim(partner: "northwest").first else { throw Unexpected() }
        _ = try await finish(
            waiting,
            with: .sample(.unreachable),
            step: .retry(at: Self.owed),
            at: Self.t0
        )
        guard let claim = try await claim(at: Self.t0, partner: "north").first else {
            throw Unexpected()
        }
        try await deliver(claim)
        _ = try await outbox.resend(
            [claim.delivery],
            because: "They lost it.",
            by: "alice",
            again: true,
            at: Self.t0
        ) { _ in Self.owed }
    }

    /// A partner is asked, and its list read.
    private func askAgain(_ claim: Claim) async throws {
        let acknowledged = Data(#"{"is":"acknowledged"}"#.utf8)
        _ = try await outbox.record(
            [NewAnswer(kind: .acknowledged, decision: nil, path: .poll, content: acknowledged)],
            for: claim.delivery,
            from: Evidence(body: acknowledged, contentDigest: nil),
            nextPoll: .at(open: Self.t0.adding(.seconds(60)), decided: nil),
            tag: "\"1\"",
            at: Self.t0
        )
        try await outbox.setFeedPlace("17", of: "northshire", at: Self.t0)
    }

    private func protect() async throws {
        for reference in ["CASE-1", "CASE-2"] {
            try await outbox.holdByLaw(reference, because: "Proceedings", at: Self.t0)
        }
        _ = try await outbox.releaseByLaw("CASE-2", because: "They ended", at: Self.t0)
        try await outbox.review(
            "CASE-3",
            as: .other,
            next: Self.owed,
            because: "Still needed",
            at: Self.t0
        )
        let token = try await outbox.makeToken(
            named: "case-system",
            roles: [.submitter],
            until: Self.owed,
            at: Self.t0
        ).token
        _ = try await outbox.revokeToken(token.id, at: Self.t0)
        for partner in ["northshire", "eastshire"] {
            try await outbox.hold(
                LaneHold(partner: partner, since: Self.t0, by: "alice", reason: "Works")
            )
        }
        _ = try await outbox.release("eastshire", at: Self.t0)
        let backup = BackupRecord(
            id: "backup-1",
            at: Self.t0,
            name: "nightly",
            folder: "/var/backups",
            bytes: 5,
            keysBytes: 5,
            seconds: 1,
            rows: 5,
            keysUntil: Self.owed
        )
        try await outbox.begin(backup)
        try await outbox.finish(backup, at: Self.t0)
        _ = try await outbox.noteVerified(backup.id, at: Self.t0)
    }

    /// Lets all clocks ring, and tells one of two people.
    private func ring() async throws {
        _ = try await outbox.ring(at: Self.t0, upTo: 100) { _ in
            var step = ClockStep()
            step.due = Self.owed
            step.ringsAt = Self.owed
            step.rung = 1
            step.rungClock = .receipt
            step.rings = [
                ClockStep.Ring(
                    clock: .receipt,
                    stage: 1,
                    due: Self.t0,
                    tells: ["duty@police.example.org", "https://police.example.org/told"],
                    at: Self.t0
                )
            ]
            return step
        }
        let notices = try await outbox.takeNotices(
            upTo: 15,
            at: Self.t0,
            again: Self.t0.addingTimeInterval(120)
        )
        try await outbox.settleNotices(
            notices.filter { $0.recipient.contains("@") }.map(\.id),
            sentAt: Self.t0,
            at: Self.t0
        )
    }
}
