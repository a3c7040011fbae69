/// Every key of `settings.yaml`.
enum SettingKey: String, CaseIterable, Sendable {
    case store
    case postgresStandby = "postgresql.standby"
    case keyFile
    case contracts
    case partners
    case socket
    case roleSubmitter = "roles.submitter"
    case roleViewer = "roles.viewer"
    case roleOperator = "roles.operator"
    case roleAuditor = "roles.auditor"
    case roleAdministrator = "roles.administrator"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case metricsPort = "metrics.port"
    case retryBase = "delivery.retry.base"
    case retryCap = "delivery.retry.cap"
    case horizonImmediate = "delivery.horizon.immediate"
    case horizonSameDay = "delivery.horizon.sameDay"
    case horizonStandard = "delivery.horizon.standard"
    case lease = "delivery.lease"
    case drain = "delivery.drain"
    case poll = "answers.poll"
    case pollDecided = "answers.pollDecided"
    case calendar
    case clockReceipt = "clocks.receipt"
    case clockAcknowledgement = "clocks.acknowledgement"
    case clockDecision = "clocks.decision"
    case clockOutcome = "clocks.outcome"
    case clockAction = "clocks.action"
    case escalationSteps = "escalation.steps"
    case escalationQuiet = "escalation.quiet"
    case mailServer = "mail.server"
    case mailFrom = "mail.from"
    case mailUser = "mail.user"
    case mailPasswordFile = "mail.passwordFile"
    case mailAuthorities = "mail.certificateAuthority"
    case webhookKeyFile = "webhook.keyFile"
    case webhookAuthorities = "webhook.certificateAuthority"
    case listenerAddress = "listener.address"
    case listenerCertificate = "listener.certificate"
    case listenerKey = "listener.key"
    case listenerClientAuthorities = "listener.clientAuthorities"
    case backupFolder = "backup.folder"
    case backupKeysKept = "backup.keysKept"
    case backupOlderThan = "backup.olderThan"

    /// What every name of ours in the environment begins with.
    static let environmentPrefix = "REFERRAL_SYNC_"

    /// The name that sets this key in the environment, such as `REFERRAL_SYNC_ANSWERS_POLL`.
    var environmentName: String {
        rawValue.reduce(into: Self.environmentPrefix) { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter == "." ? "_" : letter.uppercased()
        }
    }
}
