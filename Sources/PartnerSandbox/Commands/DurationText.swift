import ArgumentParser

/// A length of time as people type it: `200ms`, `2s`, `1m`.
struct DurationText: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let match = argument.wholeMatch(of: /([0-9]+)(ms|s|m)/), let number = Int64(match.1)
        else { return nil }
        switch match.2 {
        case "ms": duration = .milliseconds(number)
        case "m": duration = .seconds(number * 60)
        default: duration = .seconds(number)
        }
    }

    var defaultValueDescription: String {
        let milliseconds = Int(duration / .milliseconds(1))
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
