import Hummingbird
import NIOCore

/// The context of a request on the local socket, which knows the user at the other end.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// As `struct ucred` of the system is laid out (socket(7), SO_PEERCRED).
    private struct Credentials: Sendable {
        var process: Int32 = 0
        var user: UInt32 = 0
        var group: UInt32 = 0
    }

    /// The user whose process connected, as the kernel says; nil when it cannot be found out.
    var user: UInt32? {
        get async {
            guard let provider = channel as? any SocketOptionProvider else { return nil }
            let peer = NIOBSDSocket.Option(rawValue: 17)
            let credentials: Credentials? = try? await provider.unsafeGetSocketOption(
                level: .socket,
                name: peer
            ).get()
            return credentials?.user
        }
    }
}
