package import CoreMetrics
import Synchronization

/// Keeps what the program counts and measures, for Prometheus to collect.
package final class PrometheusRegistry: MetricsFactory {
    /// The upper bounds of the histograms, in seconds: from a local answer to a request's time limit.
    private static let bounds = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// One series: a name with its labels.
    struct Series: Hashable, Comparable {
        let name: String
        let labels: [String]

        init(_ name: String, _ dimensions: [(String, String)]) {
            self.name = name
            labels = dimensions.flatMap { [$0.0, $0.1] }
        }

        var pairs: [(name: String, value: String)] {
            stride(from: 0, to: labels.count, by: 2).map { (labels[$0], labels[$0 + 1]) }
        }

        static func < (one: Series, other: Series) -> Bool {
            (one.name, one.labels.joined(separator: " "))
                < (other.name, other.labels.joined(separator: " "))
        }
    }

    /// A histogram that counts each value in the first bound that holds it.
    struct Histogram {
        var counts = [Int](repeating: 0, count: PrometheusRegistry.bounds.count)
        var count = 0
        var sum = 0.0

        mutating func add(_ value: Double) {
            if let place = PrometheusRegistry.bounds.firstIndex(where: { value <= $0 }) {
                counts[place] += 1
            }
            count += 1
            sum += value
        }
    }

    struct State {
        var counters: [Series: Int64] = [:]
        var gauges: [Series: Double] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    let state = Mutex(State())

    /// An empty registry.
    package init() {}

    /// Adds everything to a page.
    package func write(to page: inout PrometheusText) {
        let state = state.withLock { $0 }
        Self.families(state.counters) { name, all in
            page.begin("\(name)_total", .counter, help: "Counted since the start.")
            for (series, value) in all { page.add("\(name)_total", series.pairs, value) }
        }
        Self.families(state.gauges) { name, all in
            page.begin(name, .gauge, help: "As it was last.")
            for (series, value) in all { page.add(name, series.pairs, value) }
        }
        Self.families(state.histograms) { name, all in
            page.begin(name, .histogram, help: "In seconds.")
            for (series, value) in all { Self.write(series, value, to: &page) }
        }
    }

    private static func families<Value>(
        _ all: [Series: Value],
        _ write: (String, [(Series, Value)]) -> Void
    ) {
        for (name, members) in Dictionary(grouping: all, by: \.key.name).sorted(by: {
            $0.key < $1.key
        }) {
            write(name, members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
    }

    private static func write(
        _ series: Series,
        _ histogram: Histogram,
        to page: inout PrometheusText
    ) {
        var below = 0
        for (bound, count) in zip(bounds, histogram.counts) {
            below += count
            page.add("\(series.name)_bucket", series.pairs + [("le", "\(bound)")], below)
        }
        page.add("\(series.name)_bucket", series.pairs + [("le", "+Inf")], histogram.count)
        page.add("\(series.name)_sum", series.pairs, histogram.sum)
        page.add("\(series.name)_count", series.pairs, histogram.count)
    }

    package func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        Handle(registry: self, series: Series(label, dimensions))
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        Handle(registry: self, series: Series(label, dimensions))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Handle(registry: self, series: Series(label, dimensions))
    }

    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    private func forget(_ handler: AnyObject) {
        guard let series = (handler as? Handle)?.series else { return }
        state.withLock { state in
            state.counters[series] = nil
            state.gauges[series] = nil
            state.histograms[series] = nil
        }
    }
}

/// What a counter, recorder or timer of swift-metrics writes to.
private final class Handle: CounterHandler, RecorderHandler, TimerHandler {
    private let registry: PrometheusRegistry
    let series: PrometheusRegistry.Series

    init(registry: PrometheusRegistry, series: PrometheusRegistry.Series) {
        self.registry = registry
        self.series = series
    }

    func increment(by amount: Int64) {
        registry.state.withLock { $0.counters[series, default: 0] += amount }
    }

    func reset() { registry.state.withLock { $0.counters[series] = 0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { registry.state.withLock { $0.gauges[series] = value } }

    func recordNanoseconds(_ duration: Int64) {
        registry.state.withLock {
            $0.histograms[series, default: .init()].add(Double(duration) / 1e9)
        }
    }
}
