import Database
import Foundation
import Outbox
import Oversight
import Referrals
import TestStores
import Testing

/// Two years of deliveries whose partners answer in time, late, or never, on a real store and an
/// injected clock.
@Suite struct TwoYearsTests {
    private static let children = 250
    private static let clocks = PartnerClocks.ladder

    @Test func `every deadline is right, and everybody is told once of each step and of its end`()
        async throws
    {
        var life = Lives(seed: 7)
        let lives = (0..<Self.children).map { life.next($0) }
        let store = try await SimulatedStore()
        var told: [Told] = []

        var next: Date?
        for event in lives.flatMap(\.events).sorted(by: { $0.at < $1.at }) {
            while let moment = next, moment < event.at {
                next = try await store.ring(at: moment, by: Self.clocks, noting: &told)
            }
            try await store.perform(event, by: Self.clocks)
            next = try await store.ring(at: event.at, by: Self.clocks, noting: &told)
        }
        while let moment = next, moment < Lives.end {
            next = try await store.ring(at: moment, by: Self.clocks, noting: &told)
        }

        let expected = lives.flatMap { $0.expected(by: Self.clocks) }
        #expect(told.count == Set(told).count, "somebody was told twice")
        #expect(Set(expected).subtracting(told).isEmpty, "somebody was not told")
        #expect(Set(told).subtracting(expected).isEmpty, "somebody was told without need")
        #expect(told.count > 1000)
        try await checkDeadlines(of: lives, on: store)
    }

    /// Compares what is stored with what another program computes.
    private func checkDeadlines(of lives: [Life], on store: SimulatedStore) async throws {
        let delivered = lives.filter { $0.delivered != nil }
        let questions = delivered.flatMap { life -> [(Date, Int)] in
            life.delivered.map { [($0, 1), ($0, 45)] } ?? []
        }
        let answers = try IndependentDeadlines.closes(of: questions)
        for (index, life) in delivered.enumerated() {
            let dues = try await store.dues(of: life.number)
            #expect(dues[.decision].map { Int($0.timeIntervalSince1970) } == answers[2 * index])
            #expect(dues[.acknowledgement] == dues[.decision])
            #expect(dues[.outcome].map { Int($0.timeIntervalSince1970) } == answers[2 * index + 1])
        }
    }
}

/// That somebody was told something of a delivery.
struct Told: Hashable {
    let delivery: Int
    let clock: Clock
    /// The step of the ladder; 0 when all is well again.
    let stage: Int
}

/// What happens to one delivery, and when.
struct Life {
    enum Step: Int { case submitted, delivered, acknowledged, decided, outcome }

    struct Event {
        let number: Int
        let urgency: Urgency
        let step: Step
        let at: Date
    }

    let number: Int
    let urgency: Urgency
    /// The moments of the steps; the partner may fall silent after any.
    let moments: [Date]

    var delivered: Date? { moments.count > 1 ? moments[1] : nil }

    var events: [Event] {
        moments.enumerated().map { index, moment in
            Event(
                number: number,
                urgency: urgency,
                step: Step(rawValue: index) ?? .outcome,
                at: moment
            )
        }
    }

    /// Who must have been told by the end: worked out from each clock alone, without the others.
    func expected(by clocks: PartnerClocks) -> [Told] {
        let running: [Clock] = [.receipt, .acknowledgement, .decision, .outcome]
        return running.enumerated().flatMap { index, clock -> [Told] in
            guard moments.count > index else { return [] }
            let counts = index == 0 ? moments[0] : moments[1]
            let end = moments.count > index + 1 ? moments[index + 1] : Lives.end
            guard let due = clocks.due(clock, urgency, from: counts) else { return [] }
            let steps = (0..<3).filter { stage in
                guard let moment = clocks.ring(clock, urgency, due: due, after: stage) else {
                    return false
                }
                return max(moment, moments[index]) < end
            }
            guard !steps.isEmpty else { return [] }
            let cleared = moments.count > index + 1 ? [0] : []
            return (steps.map { $0 + 1 } + cleared).map {
                Told(delivery: number, clock: clock, stage: $0)
            }
        }
    }
}

/// Makes lives up.
struct Lives {
    static let start = Date(timeIntervalSince1970: 1_793_500_000)
    static let length: TimeInterval = 2 * 365 * 86_400
    static let end = start.addingTimeInterval(length)

    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    mutating func next(_ number: Int) -> Life {
        let urgency = Urgency.allCases[Int(random.next() % 3)]
        var moment = Self.start.addingTimeInterval(
            Double.random(in: 0..<Self.length, using: &random)
        )
        var moments = [moment.rounded]
        // Minutes, hours, or days; and one in six falls silent at each step.
        let spans: [ClosedRange<Double>] = [
            10...20_000, 600...300_000, 600...300_000, 86_400...9_000_000,
        ]
        for span in spans {
            if random.next() % 6 == 0 { break }
            moment += Double.random(in: span, using: &random)
            guard moment < Self.end else { break }
            moments.append(moment.rounded)
        }
        return Life(number: number, urgency: urgency, moments: moments)
    }
}

extension Date {
    /// In whole seconds, as the other program counts.
    fileprivate var rounded: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded()) }
}

/// A small generator whose numbers depend on its seed only.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var number = state
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return number ^ (number >> 31)
    }
}
