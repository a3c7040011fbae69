import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

/// The duty that lets Prometheus collect on a port of this machine.
package struct MetricsService: Service {
    private let port: Int
    private let page: @Sendable () async throws -> PrometheusText
    private let logger: Logger

    /// Serves a page as `/metrics` on the loopback address.
    package init(
        port: Int,
        page: @escaping @Sendable () async throws -> PrometheusText,
        logger: Logger
    ) {
        self.port = port
        self.page = page
        self.logger = logger
    }

    /// Serves until a graceful shutdown.
    package func run() async throws {
        let router = Router()
        router.add(middleware: ProblemMiddleware(logger: logger))
        let page = page
        router.get("/metrics") { _, _ in Response.prometheus(try await page()) }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port),
                serverName: nil
            ),
            logger: quiet
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw DeskError.unavailable(
                "The port \(port) cannot be opened: \(error). Choose another one in the settings: "
                    + "metrics.port"
            )
        }
    }
}

extension Response {
    /// A page of numbers.
    static func prometheus(_ page: PrometheusText) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: PrometheusText.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.text))
        )
    }
}
