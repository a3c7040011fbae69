package import Acknowledgements
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOSSL
package import Referrals
import ServiceLifecycle

/// The duty that lets partners post their answers over TLS, `POST /v1/acknowledgements`, and programs
/// with a token or a certificate use the desk.
package struct AnswerListener: Service {
    /// Where it listens, and by which certificates.
    package struct Settings: Sendable, Equatable {
        package let host: String
        package let port: Int
        /// Our certificate chain and its key, in PEM files.
        package let certificate: String
        package let key: String
        /// The authorities that sign partners' certificates; nobody is asked for one when nil.
        package let clientAuthorities: String?

        /// Describes a listener.
        package init(
            host: String,
            port: Int,
            certificate: String,
            key: String,
            clientAuthorities: String?
        ) {
            self.host = host
            self.port = port
            self.certificate = certificate
            self.key = key
            self.clientAuthorities = clientAuthorities
        }
    }

    private static let idleLimit: TimeAmount = .seconds(30)

    private let settings: Settings
    private let answers: @Sendable () -> PostedAnswers
    private let desk: any ReferralDesk
    private let health: @Sendable () -> Health
    private let rules: @Sendable () -> AccessRules
    private let bearer: @Sendable (_ secret: String) async throws -> Caller?
    private let noteRefusal: @Sendable (Refusal) async throws -> Void
    private let logger: Logger

    /// Takes where to listen; what takes the answers may be replaced while it runs.
    package init(
        settings: Settings,
        answers: @escaping @Sendable () -> PostedAnswers,
        desk: any ReferralDesk,
        health: @escaping @Sendable () -> Health,
        rules: @escaping @Sendable () -> AccessRules,
        bearer: @escaping @Sendable (_ secret: String) async throws -> Caller?,
        noteRefusal: @escaping @Sendable (Refusal) async throws -> Void,
        logger: Logger
    ) {
        self.settings = settings
        self.answers = answers
        self.desk = desk
        self.health = health
        self.rules = rules
        self.bearer = bearer
        self.noteRefusal = noteRefusal
        self.logger = logger
    }

    /// Listens until shutdown.
    package func run() async throws {
        let certificates = try ListenerCertificates(settings, logger: logger)
        let router = Router(context: ReceivingContext.self)
        AnswerRoutes(answers: answers, logger: logger).add(to: router)
        let known = router.group().add(middleware: ProblemMiddleware(logger: logger))
            .add(
                middleware: BearerMiddleware(rules: rules, bearer: bearer, noteRefusal: noteRefusal)
            )
        known.get("/v1/health") { _, _ in try Response.json(health()) }
        DeskRoutes(desk: desk).add(to: known)
        var quiet = logger
        // Below this level the server logs each connection.
        quiet.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                SecuredChannel(
                    base: HTTP1Channel(
                        responder: responder,
                        configuration: .init(idleTimeout: Self.idleLimit)
                    ),
                    certificates: certificates
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil
            ),
            onServerRunning: { channel in
                logger.info(
                    "answers may be posted",
                    metadata: ["port": "\(channel.localAddress?.port ?? settings.port)"]
                )
            },
            logger: quiet
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw DeskError.unavailable(
                "\(settings.host):\(settings.port) cannot be listened on: \(error). Choose "
                    + "another in the settings: listener.address"
            )
        }
    }
}

/// The context of a request from a partner, with the certificate that it showed.
struct ReceivingContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// SHA-256 of the public key of the client's certificate.
    var clientPin: String? {
        get async {
            let key = try? await channel.nioSSL_peerCertificate().get()?.extractPublicKey()
                .toSPKIBytes()
            return key.map(ClientPin.text)
        }
    }
}
