package import Foundation

/// Holds a lane back while its partner is down, and finds out with one request when it is back.
///
/// Only what is the partner's fault counts, and only of different deliveries: one document that its
/// system cannot digest must not stop the others. What ended because one connection broke failed
/// once, however many were on it. While it is open no attempt is used up.
package struct Breaker: Sendable, Equatable {
    /// What a lane may claim.
    package enum Allowance: Sendable, Equatable {
        case all
        /// One request, to see whether the partner is back.
        case probe
        case none(until: Date)
    }

    /// What changed for people.
    package enum Change: Sendable, Equatable {
        case opened(Outage)
        /// The partner is back after so long.
        case closed(Outage, after: Duration)
        /// Nothing waits for the partner any more, so nobody will find out whether it is back.
        case lapsed(Outage, after: Duration)
    }

    /// So many different deliveries that failed one after another are an outage.
    package static let failuresMax = 5
    private static let waitFirst: TimeInterval = 2
    /// A partner that is back is found out about within a minute.
    package static let waitMax: TimeInterval = 60

    private enum State: Equatable {
        case closed(Failures)
        case open(until: Date)
        case probing
    }

    /// What failed since the partner last answered.
    private struct Failures: Equatable {
        private var deliveries: Set<String> = []
        private var causes: Set<String> = []

        /// How many different deliveries failed for causes of their own.
        var count: Int { min(deliveries.count, causes.count) }

        mutating func add(_ report: LaneReport) {
            deliveries.insert(report.delivery)
            causes.insert(report.brokenConnection.map { "connection \($0)" } ?? report.delivery)
        }
    }

    private var state = State.closed(Failures())
    /// The outage, while the partner counts as down.
    package private(set) var outage: Outage?
    private var probes = 0

    /// A closed breaker, or one that goes on with an outage from before and asks at once.
    package init(resuming outage: Outage? = nil) {
        self.outage = outage
        if let outage { state = .open(until: outage.since) }
    }

    /// Whether the partner counts as down.
    package var isOpen: Bool { outage != nil }

    /// What may be claimed now.
    package mutating func allowance(at now: Date) -> Allowance {
        switch state {
        case .closed: return .all
        case .probing: return .none(until: now.addingTimeInterval(Self.waitMax))
        case .open(let until):
            // A clock that was set back must not hold the lane for longer than the longest wait.
            let end = min(until, now.addingTimeInterval(Self.waitMax))
            state = .open(until: end)
            return end <= now ? .probe : .none(until: end)
        }
    }

    /// The one request is on its way.
    package mutating func probe() { state = .probing }

    /// An attempt ended and the partner was there; it answered sensibly, whatever it said.
    package mutating func succeeded(at now: Date) -> Change? {
        state = .closed(Failures())
        probes = 0
        return end(at: now).map { Change.closed($0, after: $1) }
    }

    /// Nothing waits for the partner any more.
    package mutating func lapsed(at now: Date) -> Change? {
        guard isOpen else { return nil }
        state = .closed(Failures())
        probes = 0
        return end(at: now).map { Change.lapsed($0, after: $1) }
    }

    private mutating func end(at now: Date) -> (Outage, after: Duration)? {
        guard let ended = outage else { return nil }
        outage = nil
        return (ended, .seconds(max(0, now.timeIntervalSince(ended.since))))
    }

    /// An attempt ended by the partner's fault, or by our own settings for it.
    package mutating func failed(_ report: LaneReport, at now: Date) -> Change? {
        switch state {
        case .closed(var failures):
            failures.add(report)
            guard failures.count >= Self.failuresMax else {
                state = .closed(failures)
                return nil
            }
            let opened = Outage(since: now, cause: report.cause, nextProbe: now)
            outage = opened
            wait(at: now, after: report)
            return .opened(opened)
        case .probing:
            wait(at: now, after: report)
            return nil
        case .open: return nil
        }
    }

    /// The probe ended without a word about the partner, as on a shutdown.
    package mutating func abandoned(at now: Date) {
        if case .probing = state { state = .open(until: now) }
    }

    /// At least half of the wait, so that a partner is never asked twice in a moment.
    private mutating func wait(at now: Date, after report: LaneReport) {
        let longest = min(Self.waitMax, Self.waitFirst * Double(1 << min(probes, 10)))
        probes += 1
        let end = now.addingTimeInterval(longest * (0.5 + report.random / 2))
        state = .open(until: end)
        outage?.cause = report.cause
        outage?.nextProbe = end
    }
}
