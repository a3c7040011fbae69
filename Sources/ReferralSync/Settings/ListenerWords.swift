import Foundation
import Portal

/// The settings of the listener for partners' answers; checked together when all are read.
struct ListenerWords: Sendable, Equatable {
    var address: String?
    var certificate: URL?
    var key: URL?
    var clientAuthorities: URL?

    /// The listener; nil when there is none.
    func settings() throws(UnfitSetting) -> AnswerListener.Settings? {
        guard let address else { return nil }
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let port = parts.last.flatMap({ Int($0) }),
            (0...65_535).contains(port)
        else {
            throw UnfitSetting(
                .listenerAddress,
                "\"\(address)\" is not known. Expected off, or HOST:PORT."
            )
        }
        guard let certificate, let key else {
            throw UnfitSetting(
                .listenerAddress,
                "expected listener.certificate and listener.key beside it, PEM files that say who we are."
            )
        }
        let host = parts.dropLast().joined(separator: ":")
        return AnswerListener.Settings(
            host: host.trimmingCharacters(in: ["[", "]"]),
            port: port,
            certificate: certificate.path,
            key: key.path,
            clientAuthorities: clientAuthorities?.path
        )
    }
}
