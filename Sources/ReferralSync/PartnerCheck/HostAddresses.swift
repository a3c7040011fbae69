import Foundation

/// Looks up the addresses of a host.
enum HostAddresses {
    /// The addresses as text; empty when the name is not known.
    static func of(_ host: String) async -> [String] {
        await withCheckedContinuation { continuation in
            // Blocking work keeps off the task pool.
            DispatchQueue.global().async { continuation.resume(returning: look(up: host)) }
        }
    }

    private static func look(up host: String) -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { unsafe freeaddrinfo(found) }
        var addresses: [String] = []
        var next = unsafe found
        while let entry = unsafe next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let code = unsafe getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            if code == 0 { addresses.append(String(decoding: bytes, as: UTF8.self)) }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return addresses
    }
}
