import Foundation
import Logging
import Portal

/// Writes each log event as one line to standard error, as text or as JSON.
struct LineLogHandler: LogHandler {
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(format: LogFormat, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
            .merging(event.metadata ?? [:]) { $1 }
        let line = line(
            at: Date(),
            level: event.level,
            message: event.message.description,
            metadata: all.mapValues(\.description)
        )
        // One write for each line, so that lines of several threads do not mix.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    func line(
        at now: Date,
        level: Logger.Level,
        message: String,
        metadata: [String: String]
    ) -> String {
        let time = now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        switch format {
        case .text:
            let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            return "\(time) \(level) \(message)\(pairs.joined())"
        case .json:
            let own = ["time": time, "level": "\(level)", "message": message]
            let bytes = (try? WireFormat.encode(metadata.merging(own) { $1 })) ?? Data()
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
