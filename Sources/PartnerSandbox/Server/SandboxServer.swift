import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// Serves agencies on one port over mutual TLS.
struct SandboxServer {
    let routes: AgencyRoutes
    let certificates: URL
    let isHTTP1Only: Bool
    let logger: Logger

    /// The service for a port; `running` is told the port that it got.
    func application(
        port: Int,
        running: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let tls = try tls()
        let server: HTTPServerBuilder =
            try isHTTP1Only
            ? .tls(.http1(), tlsConfiguration: tls) : .http2Upgrade(tlsConfiguration: tls)
        return Application(
            router: routes.router,
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port),
                serverName: "partner-sandbox"
            ),
            onServerRunning: { channel in await running(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    private func tls() throws -> TLSConfiguration {
        do {
            let path = { (name: String) in certificates.appending(path: name).path }
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(path("server.pem"))
                    .map { .certificate($0) },
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(file: path("server.key"), format: .pem)
                )
            )
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("ca.pem")))
            // A client must show a certificate of the demo authority; it has no host name.
            tls.certificateVerification = .noHostnameVerification
            tls.minimumTLSVersion = .tlsv12
            return tls
        } catch {
            throw Complaint(
                "cannot use the certificates in \(certificates.path): \(error). "
                    + "Make them with: partner-sandbox certificates \(certificates.path)",
                code: Complaint.noInput
            )
        }
    }
}
