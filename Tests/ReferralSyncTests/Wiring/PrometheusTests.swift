import CoreMetrics
import Portal
import Testing

@Suite struct PrometheusTests {
    @Test func `counters, gauges and histograms are written as Prometheus reads them`() {
        let registry = PrometheusRegistry()
        let labels = [("partner", "a\"b\\c\nd")]
        Counter(label: "attempts", dimensions: labels, factory: registry).increment(by: 2)
        Gauge(label: "depth", dimensions: [], factory: registry).record(3)
        let timer = CoreMetrics.Timer(label: "seconds", dimensions: [], factory: registry)
        for milliseconds in [4, 20, 70_000] { timer.recordMilliseconds(milliseconds) }

        var page = PrometheusText()
        registry.write(to: &page)

        let lines = page.text.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"attempts_total{partner="a\"b\\c\nd"} 2"#))
        #expect(lines.contains("# TYPE attempts_total counter"))
        #expect(lines.contains("depth 3.0"))
        #expect(lines.contains(#"seconds_bucket{le="0.005"} 1"#))
        #expect(lines.contains(#"seconds_bucket{le="0.025"} 2"#))
        #expect(lines.contains(#"seconds_bucket{le="60.0"} 2"#))
        #expect(lines.contains(#"seconds_bucket{le="+Inf"} 3"#))
        #expect(lines.contains("seconds_count 3"))
    }
}
