import Hummingbird
import NIOCore
import NIOSSL

/// A request's context that keeps its connection, so that faults can cut it.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The TCP connection: of HTTP/2 the channel is only one stream of it.
    private var connection: any Channel {
        get async {
            do {
                try await channel.pipeline.containsHandler(type: NIOSSLServerHandler.self).get()
                return channel
            } catch {
                return channel.parent ?? channel
            }
        }
    }

    /// Cuts the connection without an answer.
    func cut() async {
        try? await connection.close(mode: .all).get()
    }

    /// The client's certificate, DER encoded.
    var clientCertificate: [UInt8]? {
        get async {
            try? await connection.nioSSL_peerCertificate().get()?.toDERBytes()
        }
    }
}
