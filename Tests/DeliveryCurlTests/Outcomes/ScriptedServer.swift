import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that reads a request and then does exactly what a test says, byte by byte.
final class ScriptedServer: Sendable {
    /// What it does on each connection.
    struct Script: Sendable {
        /// What comes after the bytes.
        enum End: Sendable {
            case close, reset, silence
            /// A byte now and then, for ever.
            case drip
        }

        /// What it waits for before it answers.
        enum Cue: Sendable {
            case connection
            /// The beginning of a request; its body is not read.
            case head
            case request
        }

        var cue = Cue.request
        var bytes = Data()
        var end = End.close
    }

    /// How its connections are secured.
    enum Security: Sendable {
        case none
        case tls(
            certificate: String = "server",
            asksForCertificate: Bool = false,
            versionMax: TLSVersion? = nil
        )
    }

    /// What the body of every request must hold for it to count as read.
    static let bodyEnd = Data("\"the end\"}".utf8)

    private final class Count: Sendable { let value = Mutex(0) }

    private let count = Count()
    private let channel: any Channel

    /// Listens on a free port of this machine.
    init(
        _ script: Script,
        security: Security = .tls(),
        offering protocols: [String] = ["http/1.1"],
        certificates: URL
    ) async throws {
        let context = try Self.context(security, protocols, certificates)
        let count = count
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context)
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Player(script) { count.value.withLock { $0 += 1 } }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// The port that it listens on.
    var port: Int { channel.localAddress?.port ?? 0 }

    /// How many requests were answered, or what the script has instead of an answer.
    var requests: Int { count.value.withLock(\.self) }

    func stop() async throws { try await channel.close() }

    private static func context(
        _ security: Security,
        _ protocols: [String],
        _ certificates: URL
    ) throws -> NIOSSLContext? {
        guard case .tls(let name, let asksForCertificate, let versionMax) = security else {
            return nil
        }
        func file(_ name: String) -> String { certificates.appending(path: name).path }
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(file("\(name).pem"))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: file("\(name).key"), format: .pem))
        )
        settings.applicationProtocols = protocols
        settings.minimumTLSVersion = .tlsv1
        settings.maximumTLSVersion = versionMax
        if asksForCertificate {
            settings.certificateVerification = .noHostnameVerification
            settings.trustRoots = .file(file("ca.pem"))
        }
        return try NIOSSLContext(configuration: settings)
    }
}

/// Plays a script on one connection.
private final class Player: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedServer.Script
    private let begins: () -> Void
    private var read = Data()
    private var isDone = false

    init(_ script: ScriptedServer.Script, begins: @escaping () -> Void) {
        self.script = script
        self.begins = begins
    }

    func channelActive(context: ChannelHandlerContext) {
        if script.cue == .connection { play(on: context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        read.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        switch script.cue {
        case .connection: break
        case .head:
            // What is still coming stays where it is.
            _ = context.channel.setOption(.autoRead, value: false)
            play(on: context)
        case .request: if read.range(of: ScriptedServer.bodyEnd) != nil { play(on: context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func play(on context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        begins()
        if !script.bytes.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: script.bytes)), promise: nil)
        }
        switch script.end {
        case .close: context.close(promise: nil)
        case .silence: break
        case .drip:
            let loop = context.loopBound
            context.eventLoop.scheduleRepeatedTask(
                initialDelay: .milliseconds(50),
                delay: .milliseconds(50)
            ) { task in
                guard loop.value.channel.isActive else { return task.cancel() }
                loop.value.writeAndFlush(
                    NIOAny(ByteBuffer(string: "x")),
                    promise: nil
                )
            }
        case .reset:
            // With no time to linger the kernel answers with RST; from behind TLS, so that TLS does
            // not say goodbye first.
            let channel = context.channel
            if let socket = channel as? any SocketOptionProvider {
                _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            }
            let tls = try? channel.pipeline.syncOperations.context(
                handlerType: NIOSSLServerHandler.self
            )
            (tls ?? context).close(promise: nil)
        }
    }
}
