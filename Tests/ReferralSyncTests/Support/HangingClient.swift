import Foundation

/// A client that begins a request and never ends it.
struct HangingClient {
    struct NotConnected: Error {}

    private let descriptor: Int32

    init(socket path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            unsafe place.copyBytes(from: path.utf8)
        }
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw NotConnected() }
        let beginning = "POST /v1/referrals HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
        FileHandle(fileDescriptor: descriptor).write(Data(beginning.utf8))
    }

    func close() { Foundation.close(descriptor) }
}
