import Foundation

/// A partner's certificates and key in memory that does not move, so that libcurl need not copy it.
///
/// `@unchecked Sendable` because the bytes are written once, before anyone can see them.
@safe final class CurlSecrets: @unchecked Sendable {
    let certificate: UnsafeMutableRawBufferPointer?
    let key: UnsafeMutableRawBufferPointer?
    let authorities: UnsafeMutableRawBufferPointer?

    init(_ connection: PartnerConnection) {
        unsafe certificate = Self.fixed(connection.identity?.certificate)
        unsafe key = Self.fixed(connection.identity?.key)
        unsafe authorities = Self.fixed(connection.authorities)
    }

    deinit {
        unsafe Self.forget(certificate)
        unsafe Self.forget(key)
        unsafe Self.forget(authorities)
    }

    private static func forget(_ bytes: UnsafeMutableRawBufferPointer?) {
        guard let bytes = unsafe bytes else { return }
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe bytes.deallocate()
    }

    private static func fixed(_ data: Data?) -> UnsafeMutableRawBufferPointer? {
        guard let data, !data.isEmpty else { return nil }
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: data.count,
            alignment: 1
        )
        unsafe bytes.copyBytes(from: data)
        return unsafe bytes
    }
}
