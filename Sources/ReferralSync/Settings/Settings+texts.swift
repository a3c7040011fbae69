import DatabasePostgres
import Delivery
import DeliveryCurl
import Foundation
import Logging
import Portal
import Referrals

extension Settings {
    /// The effective value of a key, as it would be written in the file.
    func text(of key: SettingKey) -> String {
        switch key {
        case .store: store.text
        case .postgresStandby:
            (postgres.needsStandby ? StandbyNeed.required : .optional).rawValue
        case .keyFile: keyFile.path
        case .contracts: contracts.path
        case .partners: partners.path
        case .socket: socket
        case .roleSubmitter: grants(.submitter)
        case .roleViewer: grants(.viewer)
        case .roleOperator: grants(.operator)
        case .roleAuditor: grants(.auditor)
        case .roleAdministrator: grants(.administrator)
        case .logLevel: logLevel.rawValue
        case .logFormat: logFormat.rawValue
        case .metricsPort: metricsPort.map(String.init) ?? "off"
        case .retryBase: delivery.retries.base.text
        case .retryCap: delivery.retries.cap.text
        case .horizonImmediate: horizons[.immediate, default: .zero].text
        case .horizonSameDay: horizons[.sameDay, default: .zero].text
        case .horizonStandard: horizons[.standard, default: .zero].text
        case .lease: delivery.lease.text
        case .drain: delivery.drainLimit.text
        case .poll: poll.text
        case .pollDecided: pollDecided.text
        case .calendar: calendar.path
        case .clockReceipt: limits.text(of: .receipt)
        case .clockAcknowledgement: limits.text(of: .acknowledgement)
        case .clockDecision: limits.text(of: .decision)
        case .clockOutcome: limits.text(of: .outcome)
        case .clockAction: limits.text(of: .action)
        case .escalationSteps: LadderSteps.text(ladder.stages)
        case .escalationQuiet: ladder.quiet?.text ?? "off"
        case .mailServer: mail.server ?? "off"
        case .mailFrom: mail.from ?? "off"
        case .mailUser: mail.user ?? "off"
        case .mailPasswordFile: mail.passwordFile?.path ?? "off"
        case .mailAuthorities: mail.authorities?.path ?? "off"
        case .webhookKeyFile: webhook.keyFile?.path ?? "off"
        case .webhookAuthorities: webhook.authorities?.path ?? "off"
        case .listenerAddress: listener.address ?? "off"
        case .listenerCertificate: listener.certificate?.path ?? "off"
        case .listenerKey: listener.key?.path ?? "off"
        case .listenerClientAuthorities: listener.clientAuthorities?.path ?? "off"
        case .backupFolder: backup.folder.path
        case .backupKeysKept: backup.keysKept.text
        case .backupOlderThan: backup.olderThan.text
        }
    }

    private func grants(_ role: Role) -> String {
        access.grants[role]?.map(\.text).joined(separator: ", ") ?? "off"
    }
}
