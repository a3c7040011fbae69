import DatabasePostgres
import Delivery
import DeliveryCurl
import Foundation
import Logging
import Portal
import Referrals
import Vault

/// Everything that the program can be told, with its defaults.
struct Settings: Sendable, Equatable {
    /// Where the store is.
    var store: StorePlace
    /// How a store on a server is used.
    var postgres = PostgresSettings()
    /// The file of the key-encryption keys.
    var keyFile: URL
    /// Where systemd puts credentials, if it does.
    let credentials: URL?
    var contracts: URL
    var partners: URL
    /// The path of the Unix socket that the service listens on.
    var socket: String
    /// Who may do what, besides the service's own user and root.
    var access = AccessRules()
    var logLevel: Logger.Level = .info
    var logFormat: LogFormat = .text
    /// The loopback port on which Prometheus collects; nil for none.
    var metricsPort: Int?
    var delivery = DeliverySettings()
    /// How long retries go on, by urgency.
    var horizons: [Urgency: Duration] = [
        .immediate: .seconds(72 * 3600), .sameDay: .seconds(72 * 3600),
        .standard: .seconds(72 * 3600),
    ]
    /// How often a partner is asked for answers about what it has not decided.
    var poll: Duration = .seconds(60)
    /// How often a partner is asked for later outcomes.
    var pollDecided: Duration = .seconds(6 * 3600)

    /// The file that says which days are working days.
    var calendar: URL
    /// How long each clock may run where a partner's file does not say.
    var limits = ClockLimits.standard
    /// Who is told, and when, where a partner's file does not say.
    var ladder = Ladder(
        stages: [
            Ladder.Stage(after: .duration(.zero), tells: []),
            Ladder.Stage(after: .workingDays(1), tells: []),
        ],
        quiet: QuietHours("19:00-07:00")
    )
    var mail = MailWords()
    var webhook = WebhookSettings(keyFile: nil, authorities: nil)
    var listener = ListenerWords()
    var backup: BackupSettings

    /// The defaults, which depend on where the program runs and where its settings file lies.
    init(in surroundings: Surroundings, settingsFile: URL?) {
        let state = surroundings.stateFolder
        store = .file(state.appending(path: "referral-sync.sqlite"))
        keyFile = state.appending(path: "key")
        credentials = surroundings.credentialsFolder
        socket = state.appending(path: "referral-sync.sock").path
        backup = BackupSettings(
            folder: state.appending(path: "backups", directoryHint: .isDirectory)
        )
        contracts = surroundings.contractsFolder
        calendar = surroundings.calendarFile
        let besides = settingsFile?.deletingLastPathComponent() ?? state
        partners = besides.appending(path: "partners", directoryHint: .isDirectory)
    }

    /// The keys, to be read and changed.
    var keys: KeyFile { KeyFile(keyFile, credentials: credentials) }

    /// The folder of what this machine keeps for itself: the store's, or else the key's.
    var stateFolder: URL { (store.file ?? keyFile).deletingLastPathComponent() }
}
