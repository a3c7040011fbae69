import DatabaseSQLite
import Delivery
import Foundation
import Outbox
import Referrals
import Vault

/// One lane on a real store, driven by a clock that jumps from event to event.
struct LaneSimulation {
    /// How long an attempt takes while the partner is down, and while it is up.
    private static let (failing, working): (TimeInterval, TimeInterval) = (5, 0.05)

    private enum Happening {
        case lane(LaneEvent)
        case ended(Claim)
        case arrival(Int)
        case duty
    }

    private let outbox: OutboxStore
    private let plan: LanePlan
    private let schedule = RetrySchedule()
    private let outage: Range<Date>
    private var agenda: [(at: Date, order: Int, what: Happening)] = []
    private var lane: Lane
    private var made = 0
    private var dice: Dice
    private(set) var now: Date
    /// When each request was begun.
    private(set) var sent: [Date] = []
    private(set) var inFlightMax = 0
    private(set) var notices: [Breaker.Change] = []
    /// The referrals and versions in the order in which their documents were taken.
    private(set) var delivered: [(referral: String, version: Int)] = []

    init(
        _ outbox: OutboxStore,
        plan: LanePlan,
        outage: Range<Date>,
        seed: UInt64
    ) {
        self.outbox = outbox
        self.plan = plan
        self.outage = outage
        lane = Lane(plan)
        dice = Dice(state: seed)
        now = outage.lowerBound
    }

    /// Lets a referral arrive, by its number.
    mutating func arrive(_ number: Int, at moment: Date) { add(.arrival(number), at: moment) }

    /// Runs until nothing is left to happen before an end.
    mutating func run(until end: Date) async throws {
        add(.lane(.rung), at: now)
        add(.duty, at: now)
        while let next = takeNext(), next.at < end {
            now = next.at
            switch next.what {
            case .lane(let event): try await step(event)
            case .ended(let claim): try await finish(claim)
            case .arrival(let number):
                _ = try await outbox.add(.simulated(number, at: now))
                try await step(.rung)
            case .duty:
                try await outbox.parkPastHorizon(at: now)
                add(.duty, at: now.addingTimeInterval(3600))
            }
        }
    }

    private mutating func step(_ event: LaneEvent) async throws {
        for effect in lane.step(event, at: now) {
            switch effect {
            case .claim(let limit, let order, let retries):
                let result = try await outbox.claim(
                    upTo: limit,
                    for: "northshire",
                    by: "worker",
                    order: order,
                    retries: retries,
                    at: now,
                    lease: .seconds(90)
                )
                add(.lane(.claimed(result)), at: now)
            case .send(let claim):
                sent.append(now)
                let isDown = outage.contains(now)
                add(.ended(claim), at: now.addingTimeInterval(isDown ? Self.failing : Self.working))
            case .wake(let moment): add(.lane(.woke(for: moment)), at: max(now, moment))
            case .record: break
            case .notice(let change): notices.append(change)
            }
        }
        inFlightMax = max(inFlightMax, lane.view.inFlight)
    }

    private mutating func finish(_ claim: Claim) async throws {
        let isDown = outage.contains(now.addingTimeInterval(-Self.working))
        let result = AttemptResult(
            AttemptRecord(
                outcome: isDown ? .unreachable : .delivered,
                phase: isDown ? "connecting" : "answered",
                explanation: AttemptExplanation("Simulated.")
            )
        )
        let step: DeliveryStep =
            isDown
            ? schedule.step(
                after: result,
                of: claim,
                canReconcile: true,
                at: now,
                random: dice.roll()
            )
            : .delivered(receipt: Data("{}".utf8), owed: Owed(), pollAt: nil)
        _ = try await outbox.finish([AttemptEnding(claim, with: result.record, step: step, at: now)]
        )
        if !isDown { delivered.append((claim.referral, claim.version)) }
        try await self.step(
            .finished(
                LaneReport(
                    delivery: claim.delivery,
                    wasRetry: claim.isRetry,
                    health: isDown ? .sick : .well,
                    random: dice.roll()
                )
            )
        )
        try await self.step(.recorded(1))
    }

    private mutating func add(_ what: Happening, at moment: Date) {
        made += 1
        let place = agenda.firstIndex { $0.at > moment } ?? agenda.count
        agenda.insert((moment, made, what), at: place)
    }

    private mutating func takeNext() -> (at: Date, order: Int, what: Happening)? {
        agenda.isEmpty ? nil : agenda.removeFirst()
    }
}

/// Numbers between 0 and 1 that are the same for the same seed (SplitMix64).
private struct Dice {
    var state: UInt64

    mutating func roll() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
}

extension NewReferral {
    /// A referral of its own child; every tenth is the second version of the one before.
    fileprivate static func simulated(_ number: Int, at now: Date) -> NewReferral {
        let isSecond = number % 10 == 9
        let child = isSecond ? number - 1 : number
        return NewReferral(
            id: String(format: "20000000-0000-4000-8000-%012d", child),
            version: isSecond ? 2 : 1,
            sourceReference: "CASE-\(child)",
            subject: "CHILD-\(child)",
            urgency: [.standard, .sameDay, .immediate][number % 3],
            submittedAt: now,
            report: ReportColumns(
                cohort: "groomed",
                ageBand: "10-12",
                area: "E06000901",
                month: "2026-11"
            ),
            isUnrouted: false,
            leftOut: [],
            deliveries: [
                NewDelivery(
                    partner: "northshire",
                    contract: "education/1.0",
                    document: .frozen(Data("{\"number\":\(number)}".utf8)),
                    horizon: now.adding(.seconds(72 * 3600))
                )
            ],
            canonical: Data("{}".utf8)
        )
    }
}
