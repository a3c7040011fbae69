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
                switch finding {
                case .broken(let text): broken.append(text)
                case .expired(let text):
                    logger.error(
                        "certificate expired",
                        metadata: ["partner.id": "\(partner.id)", "remedy": "\(text)"]
                    )
                case .endsSoon(let text):
                    logger.warning(
                        "certificate ends soon",
                        metadata: ["partner.id": "\(partner.id)", "remedy": "\(text)"]
                    )
                }
            }
        }
        guard broken.isEmpty else { throw SettingsError(broken) }
    }
}
