import Database
import DatabasePostgres
import Delivery
import DeliveryCurl
import Foundation
import Logging
import Portal
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
        case .roleSubmitter: takeGrants(text, of: .submitter, key, origin)
        case .roleViewer: takeGrants(text, of: .viewer, key, origin)
        case .roleOperator: takeGrants(text, of: .operator, key, origin)
        case .roleAuditor: takeGrants(text, of: .auditor, key, origin)
        case .roleAdministrator: takeGrants(text, of: .administrator, key, origin)
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
        case .calendar: settings.calendar = place(text, from: origin)
        case .clockReceipt: takeLimits(text, of: .receipt, key, origin)
        case .clockAcknowledgement: takeLimits(text, of: .acknowledgement, key, origin)
        case .clockDecision: takeLimits(text, of: .decision, key, origin)
        case .clockOutcome: takeLimits(text, of: .outcome, key, origin)
        case .clockAction: takeLimits(text, of: .action, key, origin)
        case .escalationSteps: takeSteps(text, origin)
        case .escalationQuiet: takeQuiet(text, origin)
        case .backupFolder:
            settings.backup.folder = place(text, from: origin, isFolder: true)
        case .backupKeysKept: take(text, key, origin) { $0.backup.keysKept = $1 }
        case .backupOlderThan: take(text, key, origin) { $0.backup.olderThan = $1 }
        default: takePlace(text, for: key, from: origin)
        }
    }

    /// What may be `off`: who is reached, and by which files.
    private mutating func takePlace(
        _ text: String,
        for key: SettingKey,
        from origin: SettingOrigin
    ) {
        let given = text == "off" ? nil : text
        let file = given.map { place($0, from: origin) }
        switch key {
        case .mailServer: settings.mail.server = given
        case .mailFrom: settings.mail.from = given
        case .mailUser: settings.mail.user = given
        case .mailPasswordFile: settings.mail.passwordFile = file
        case .mailAuthorities: settings.mail.authorities = file
        case .webhookKeyFile: settings.webhook.keyFile = file
        case .webhookAuthorities: settings.webhook.authorities = file
        case .listenerAddress: settings.listener.address = given
        case .listenerCertificate: settings.listener.certificate = file
        case .listenerKey: settings.listener.key = file
        case .listenerClientAuthorities: settings.listener.clientAuthorities = file
        default: preconditionFailure("the setting \(key.rawValue) is not read")
        }
    }

    private mutating func takeLimits(
        _ text: String,
        of clock: Clock,
        _ key: SettingKey,
        _ origin: SettingOrigin
    ) {
        guard !settings.limits.set(clock, to: text) else { return }
        problems.append(
            "\(named(key, origin)): \"\(text)\" is not known. Expected \(ClockLimits.textExpected)."
        )
    }

    private mutating func takeGrants(
        _ text: String,
        of role: Role,
        _ key: SettingKey,
        _ origin: SettingOrigin
    ) {
        guard text != "off" else { return }
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let grantees = words.map(AccessRules.Grantee.init)
        guard !words.isEmpty, grantees.allSatisfy({ $0 != nil }) else {
            problems.append(
                "\(named(key, origin)): \"\(text)\" is not known. Expected off, or who has the role, with "
                    + "commas between: user:NAME, group:NAME, certificate:sha256//… (32 bytes in "
                    + "base64)."
            )
            return
        }
        settings.access.grants[role] = grantees.compactMap(\.self)
    }

    private mutating func takeSteps(_ text: String, _ origin: SettingOrigin) {
        guard let stages = LadderSteps.read(text) else {
            problems.append(
                "\(named(.escalationSteps, origin)): \"\(text)\" is not known. Expected "
                    + "\(LadderSteps.textExpected)."
            )
            return
        }
        settings.ladder = Ladder(stages: stages, quiet: settings.ladder.quiet)
    }

    private mutating func takeQuiet(_ text: String, _ origin: SettingOrigin) {
        let quiet = QuietHours(text)
        if quiet == nil, text != "off" {
            problems.append(
                "\(named(.escalationQuiet, origin)): \"\(text)\" is not known. Expected hours such as "
                    + "19:00-07:00, or off."
            )
        }
        settings.ladder = Ladder(stages: settings.ladder.stages, quiet: quiet)
    }

    /// The settings, or everything that is wrong with them.
    mutating func finished() throws(SettingsError) -> Settings {
        if settings.socket.utf8.count > Self.socketBytesMax {
            problems.append(
                "socket: the path is longer than the \(Self.socketBytesMax) bytes that the "
                    + "system accepts: \(settings.socket). Choose a shorter one."
            )
        }
        do throws(UnfitSetting) {
            _ = try settings.mail.settings()
        } catch {
            note(error)
        }
        do throws(UnfitSetting) {
            _ = try settings.listener.settings()
        } catch {
            note(error)
        }
        if settings.backup.keysKept < .seconds(86_400) {
            problems.append(
                "backup.keysKept is \(settings.backup.keysKept.text), shorter than a day. Expected at "
                    + "least 24h, longer than the time between two backups."
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

    private mutating func note(_ unfit: UnfitSetting) {
        let origin = origins[unfit.key, default: .standard]
        problems.append("\(named(unfit.key, origin)): \(unfit.message)")
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
