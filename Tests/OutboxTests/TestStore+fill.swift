import Outbox

extension TestStore {
    /// Six deliveries in several states, with attempts, an answer and a resend.
    func fill() async throws {
        let t0 = Self.t0
        for number in 0..<6 {
            try await add(.sample(number, id: "referral-\(number)"))
        }
        let claims = try await claim(upTo: 2)
        try await deliver(claims[0])
        _ = try await finish(
            claims[1],
            with: .sample(.refused),
            step: .park(.refusedByPartner),
            at: t0
        )
        _ = try await outbox.resend(
            [claims[1].delivery],
            because: "It was mended.",
            by: "officer",
            at: t0,
            horizon: { _ in t0 }
        )
        try await outbox.hold(
            LaneHold(partner: "northshire", since: t0, by: "officer", reason: "A reason.")
        )
    }
}
