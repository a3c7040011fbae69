import CCurl
import Foundation

/// Sets options on an easy handle and remembers the first that failed.
@safe struct CurlOptions {
    /// TLS 1.2 with forward secrecy and authenticated encryption only (NCSC, "Using TLS to protect
    /// data"); TLS 1.3 has nothing else.
    private static let ciphers =
        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
    private static let ciphers13 =
        "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"

    private let easy: UnsafeMutableRawPointer
    private(set) var result = CURLE_OK

    init(easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(unsafe referral_curl_set_long(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        note(unsafe referral_curl_set_text(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        note(unsafe referral_curl_set_pointer(easy, option, value))
    }

    mutating func setBody(_ bytes: UnsafeRawPointer?, count: Int) {
        note(unsafe referral_curl_set_body(easy, bytes, curl_off_t(count)))
    }

    /// HTTPS to the named host and nowhere else: no redirect, proxy, netrc or environment.
    mutating func setSafety() {
        set(CURLOPT_PROTOCOLS_STR, "https")
        set(CURLOPT_REDIR_PROTOCOLS_STR, "https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_MAXREDIRS, 0)
        set(CURLOPT_NETRC, 0)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOPROXY, "*")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_CIPHER_LIST, Self.ciphers)
        set(CURLOPT_TLS13_CIPHERS, Self.ciphers13)
        // A partner that sends less than a byte a second for so long has stopped.
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, 20)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // Certificates, pins and names are looked at again at least this often, in seconds.
        set(CURLOPT_MAXLIFETIME_CONN, 900)
    }

    mutating func setConnection(_ connection: PartnerConnection, secrets: CurlSecrets) {
        switch connection.version {
        case .two:
            set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
            // Wait for the connection that is being made rather than make one for each request.
            set(CURLOPT_PIPEWAIT, 1)
        case .oneOne:
            set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        }
        set(CURLOPT_CONNECTTIMEOUT_MS, connection.connectLimit.milliseconds)
        if !connection.pins.isEmpty {
            set(CURLOPT_PINNEDPUBLICKEY, connection.pins.joined(separator: ";"))
        }
        unsafe setBlob(CURLOPT_CAINFO_BLOB, secrets.authorities)
        unsafe setBlob(CURLOPT_SSLCERT_BLOB, secrets.certificate)
        unsafe setBlob(CURLOPT_SSLKEY_BLOB, secrets.key)
        // Only what was given counts: the system's folder of authorities must not be added to it.
        if unsafe secrets.authorities != nil { unsafe set(CURLOPT_CAPATH, nil) }
    }

    private mutating func setBlob(_ option: CURLoption, _ bytes: UnsafeMutableRawBufferPointer?) {
        guard let bytes = unsafe bytes else { return }
        note(unsafe referral_curl_set_blob(easy, option, bytes.baseAddress, bytes.count))
    }

    /// The callbacks find their transfer by this pointer; the loop keeps it alive until the end.
    mutating func setCallbacks(_ transfer: UnsafeMutableRawPointer) {
        for option in [
            CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA,
        ] {
            unsafe set(option, transfer)
        }
        note(
            unsafe referral_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) {
                bytes,
                size,
                count,
                transfer in
                let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe CurlTransfer.at(transfer)?.take(answer: part) == true
                    ? size * count : 0
            }
        )
        note(
            unsafe referral_curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) {
                bytes,
                size,
                count,
                transfer in
                let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe CurlTransfer.at(transfer)?.take(headerLine: part) == true
                    ? size * count : 0
            }
        )
        note(
            unsafe referral_curl_set_prereq_callback(easy) { transfer, address, _, _, port in
                unsafe CurlTransfer.at(transfer)?.begins(toward: address, from: Int(port)) == true
                    ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
        )
        note(
            unsafe referral_curl_set_socket_callback(easy) { transfer, _, address in
                guard let address = unsafe address,
                    unsafe withUnsafePointer(
                        to: &address.pointee.addr,
                        { unsafe CurlTransfer.at(transfer)?.mayConnect(to: $0) }
                    ) == true
                else { return CURL_SOCKET_BAD }
                return unsafe socket(
                    address.pointee.family,
                    address.pointee.socktype,
                    address.pointee.protocol
                )
            }
        )
    }

    private mutating func note(_ code: CURLcode) {
        if result == CURLE_OK { result = code }
    }
}

extension CurlTransfer {
    fileprivate static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
        unsafe pointer.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
