import Foundation
import Logging

extension Installation {
    /// Warns of certificates that end; throws when one cannot be used at all.
    ///
    /// A certificate that ended is only warned of: it must not stop the other partners.
    func checkCertificates(at now: Date, _ logger: Logger) throws(SettingsError) {
        var broken: [String] = []
        for partner in partners {
            for finding in TLSFinding.all(of: partner, at: now) {
                if case .broken(let text) = finding { broken.append(text) }
                finding.log(of: partner.id, logger)
            }
        }
        guard broken.isEmpty else { throw SettingsError(broken) }
    }
}

extension TLSFinding {
    /// Tells the finding in one line; what is broken is told by whoever cannot go on.
    func log(of partner: String, _ logger: Logger) {
        let (level, event): (Logger.Level, Logger.Message)
        switch self {
        case .broken: return
        case .expired: (level, event) = (.error, "certificate expired")
        case .endsSoon: (level, event) = (.warning, "certificate ends soon")
        case .onePin: (level, event) = (.warning, "only one pin")
        }
        logger.log(
            level: level,
            event,
            metadata: ["partner.id": "\(partner)", "remedy": "\(message)"]
        )
    }
}
