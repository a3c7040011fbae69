import Foundation
import Logging
import NIOSSL
import Synchronization

/// The listener's certificates, read anew when their files were replaced.
///
/// The next connection uses the new ones. Those that cannot be used are told of once, and the ones from
/// before stay.
final class ListenerCertificates: Sendable {
    private struct State {
        /// What the files held when they were last read.
        var bytes: [Data?]
        var context: NIOSSLContext
    }

    private let settings: AnswerListener.Settings
    private let logger: Logger
    private let state: Mutex<State>

    /// Reads the files; throws when they cannot be used.
    init(_ settings: AnswerListener.Settings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        state = Mutex(State(bytes: Self.bytes(settings), context: try Self.context(settings)))
    }

    /// What the next connection is secured with.
    var current: NIOSSLContext {
        state.withLock { state in
            let bytes = Self.bytes(settings)
            guard bytes != state.bytes else { return state.context }
            state.bytes = bytes
            do {
                state.context = try Self.context(settings)
                logger.info("certificates of the listener read anew")
            } catch {
                logger.error(
                    "certificates of the listener not read anew; those from before stay",
                    metadata: ["reason": "\(DeskError(explaining: error)?.message ?? "")"]
                )
            }
            return state.context
        }
    }

    private static func bytes(_ settings: AnswerListener.Settings) -> [Data?] {
        [settings.certificate, settings.key, settings.clientAuthorities]
            .map { $0.flatMap { try? Data(contentsOf: URL(filePath: $0)) } }
    }

    private static func context(_ settings: AnswerListener.Settings) throws -> NIOSSLContext {
        do {
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(settings.certificate)
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: settings.key, format: .pem))
            )
            tls.minimumTLSVersion = .tlsv12
            if let authorities = settings.clientAuthorities {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authorities))
                tls.certificateVerification = .optionalVerification
            }
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw DeskError.unavailable(
                "The certificates of the listener cannot be used: \(error). Check listener.certificate, "
                    + "listener.key and listener.clientAuthorities."
            )
        }
    }
}
