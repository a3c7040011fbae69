import DatabasePostgres
import Delivery
import Foundation
import Logging
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
        }
    }
}
