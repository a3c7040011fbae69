import Database
import DatabasePostgres
import Delivery
import Foundation
import Logging
import Referrals

/// Turns the texts of settings into values, and collects what is wrong with them.
struct SettingsReading {
    /// The longest path of a socket that the system accepts.
    private static let socketBytesMax = 107

    private var settings: Settings
    private(set) var origins: [SettingKey: SettingOrigin] = [:]
    private var problems: [String] = []
    private let currentFolder: URL

    init(defaults: Settings, currentFolder: URL) {
        settings = defaults
        self.currentFolder = currentFolder
    }

    /// Takes one text; the first that is taken for a key is the only one.
    mutating func take(_ text: String, for key: SettingKey, from origin: SettingOrigin) {
        origins[key] = origin
        switch key {
        case .store: takeStore(text, from: origin)
        case .postgresStandby:
            let need: StandbyNeed? = word(text, key, origin)
            settings.postgres.needsStandby = need == .required
        case .keyFile: settings.keyFile = place(text, from: origin)
        case .contracts: settings.contracts = place(text, from: origin, isFolder: true)
        case .partners: settings.partners = place(text, from: origin, isFolder: true)
        case .socket: settings.socket = place(text, from: origin).path
        case .logLevel: settings.logLevel = word(text, key, origin) ?? settings.logLevel
        case .logFormat: settings.logFormat = word(text, key, origin) ?? settings.logFormat
        case .metricsPort: takePort(text, from: origin)
        case .retryBase: take(text, key, origin) { $0.delivery.retries.base = $1 }
        case .retryCap: take(text, key, origin) { $0.delivery.retries.cap = $1 }
        case .horizonImmediate: take(text, key, origin) { $0.horizons[.immediate] = $1 }
        case .horizonSameDay: take(text, key, origin) { $0.horizons[.sameDay] = $1 }
        case .horizonStandard: take(text, key, origin) { $0.horizons[.standard] = $1 }
        case .lease: take(text, key, origin) { $0.delivery.lease = $1 }
        case .drain: take(text, key, origin) { $0.delivery.drainLimit = $1 }
        case .poll: take(text, key, origin) { $0.poll = $1 }
        case .pollDecided: take(text, key, origin) { $0.pollDecided = $1 }
        }
    }

    /// The settings, or everything that is wrong with them.
    mutating func finished() throws(SettingsError) -> Settings {
        if settings.socket.utf8.count > Self.socketBytesMax {
            problems.append(
                "socket: the path is longer than the \(Self.socketBytesMax) bytes that the "
                    + "system accepts: \(settings.socket). Choose a shorter one."
            )
        }
        let retries = settings.delivery.retries
        if retries.base > retries.cap {
            problems.append(
                "delivery.retry.base is \(retries.base.text), longer than delivery.retry.cap, "
                    + "\(retries.cap.text). Expected a cap of at least the base."
            )
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return settings
    }

    private mutating func takePort(_ text: String, from origin: SettingOrigin) {
        if text == "off" { return settings.metricsPort = nil }
        guard let port = Int(text), (1...65_535).contains(port) else {
            problems.append(
                "\(named(.metricsPort, origin)): \"\(text)\" is not known. Expected off, or a port "
                    + "from 1 to 65535."
            )
            return
        }
        settings.metricsPort = port
    }

    private mutating func takeStore(_ text: String, from origin: SettingOrigin) {
        if text.hasPrefix("postgresql:") || text.hasPrefix("postgres:") {
            do throws(DatabaseError) {
                settings.store = .server(try PostgresAddress(text))
            } catch {
                problems.append("\(named(.store, origin)): \(error.message)")
            }
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] != "sqlite", !parts[0].contains("/") {
            problems.append(
                "\(named(.store, origin)): there is no kind of store \"\(parts[0])\". Expected "
                    + "sqlite:PATH, a path, or postgresql://USER@HOST/DATABASE."
            )
        }
        let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : text
        if path.isEmpty {
            problems.append("\(named(.store, origin)): the path is missing. Expected sqlite:PATH.")
        }
        settings.store = .file(place(path, from: origin))
    }

    private mutating func take(
        _ text: String,
        _ key: SettingKey,
        _ origin: SettingOrigin,
        into change: (inout Settings, Duration) -> Void
    ) {
        guard let duration = Duration(text: text) else {
            problems.append(
                "\(named(key, origin)): \"\(text)\" is not known. Expected \(Duration.textExpected)."
            )
            return
        }
        change(&settings, duration)
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        _ key: SettingKey,
        _ origin: SettingOrigin
    ) -> Word? {
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(
            "\(named(key, origin)): \"\(text)\" is not known. Expected one of \(words)."
        )
        return nil
    }

    /// Paths in a file are meant from that file's folder, all others from the current one.
    private func place(
        _ path: String,
        from origin: SettingOrigin,
        isFolder: Bool = false
    ) -> URL {
        let base =
            switch origin {
            case .file(let url): url.deletingLastPathComponent()
            case .commandLine, .environment, .standard: currentFolder
            }
        return URL(
            filePath: path,
            directoryHint: isFolder ? .isDirectory : .notDirectory,
            relativeTo: base
        ).absoluteURL.standardizedFileURL
    }

    private func named(_ key: SettingKey, _ origin: SettingOrigin) -> String {
        switch origin {
        case .commandLine: "--\(key.rawValue)"
        case .environment(let name): name
        case .file(let url):
            "\((try? YAMLFile(at: url))?.place(of: key.rawValue) ?? url.path): \(key.rawValue)"
        case .standard: key.rawValue
        }
    }
}
