import CCurl
import Delivery
import Foundation

/// One request on its way, with what libcurl told us of it.
///
/// `@unchecked Sendable` because it is made by the sender and afterwards touched by the loop's
/// thread only; libcurl calls back on that thread.
@safe final class CurlTransfer: @unchecked Sendable {
    /// The longest header section of an answer, in bytes.
    private static let headerBytesMax = 64 << 10

    let request: TransportRequest
    let connection: PartnerConnection
    var resume: (TransportReport) -> Void = { _ in }
    var isCancelled = false

    private let body: UnsafeMutableRawBufferPointer
    /// Where libcurl writes what went wrong, in more words than its code has.
    private let problem = UnsafeMutableBufferPointer<CChar>.allocate(
        capacity: Int(CURL_ERROR_SIZE)
    )
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let started = ContinuousClock.now

    // Written by libcurl's callbacks.
    private var timesBegun = 0
    /// Our port of the connection that it was first sent on; it tells connections to one partner apart.
    private var port: Int?
    private var isAddressRefused = false
    private var status: Int?
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var answer = Data()
    private var isCut = false

    init(_ request: TransportRequest, connection: PartnerConnection) {
        self.request = request
        self.connection = connection
        // A copy whose bytes stay where they are while libcurl sends them.
        unsafe body = .allocate(byteCount: request.body.count, alignment: 1)
        unsafe body.copyBytes(from: request.body)
        unsafe problem.initialize(repeating: 0)
    }

    deinit {
        unsafe curl_slist_free_all(headerList)
        unsafe body.deallocate()
        unsafe problem.deallocate()
    }

    /// Sets every option of the request on an empty handle.
    func prepare(_ easy: UnsafeMutableRawPointer, secrets: CurlSecrets) -> CURLcode {
        var options = unsafe CurlOptions(easy: easy)
        options.setSafety()
        options.setConnection(connection, secrets: secrets)
        options.set(CURLOPT_URL, request.address)
        unsafe options.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(problem.baseAddress))
        options.set(CURLOPT_TIMEOUT_MS, request.timeLimit.milliseconds)
        for (name, value) in request.headers + [("Expect", "")] {
            // A header without a value must end with a semicolon; "Expect:" means none at all.
            let line = value.isEmpty ? "\(name):" : "\(name): \(value)"
            unsafe headerList = curl_slist_append(headerList, line)
        }
        unsafe options.set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headerList))
        switch request.method {
        case .get: options.set(CURLOPT_HTTPGET, 1)
        case .post:
            options.set(CURLOPT_POST, 1)
            unsafe options.setBody(UnsafeRawPointer(body.baseAddress), count: body.count)
        }
        unsafe options.setCallbacks(Unmanaged.passUnretained(self).toOpaque())
        return options.result
    }

    /// Says how it ended; the handle is nil when it was never used.
    func end(with code: CURLcode, easy: UnsafeMutableRawPointer?) {
        let certificateWasRefused = unsafe isCertificateRefused(code, easy)
        resume(
            TransportReport(
                phase: certificateWasRefused ? .securing : unsafe phase(code, easy),
                code: Int32(code.rawValue),
                codeText: words(for: code),
                status: status,
                headers: headers,
                body: answer,
                bodyWasCut: isCut,
                certificateWasRefused: certificateWasRefused,
                brokenConnection: isBroken(code) ? port : nil,
                duration: started.duration(to: .now)
            )
        )
        resume = { _ in }
    }

    /// Whether the partner ended the handshake because of our certificate.
    ///
    /// With TLS 1.3 its alert comes after our first bytes went out (RFC 8446 section 4.4.2.4). It
    /// reads none of them before the handshake is over, so nothing of the request was seen.
    private func isCertificateRefused(
        _ code: CURLcode,
        _ easy: UnsafeMutableRawPointer?
    ) -> Bool {
        guard [CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SSL_CONNECT_ERROR].contains(code),
            status == nil, timesBegun <= 1, let easy = unsafe easy,
            unsafe referral_curl_get_long(easy, CURLINFO_NUM_CONNECTS) > 0
        else { return false }
        let words = words(for: code)
        return words.contains("alert")
            && ["certificate", "unknown ca", "decrypt error"].contains { words.contains($0) }
    }

    /// Whether it ended because its connection did; a request that takes too long breaks none.
    private func isBroken(_ code: CURLcode) -> Bool {
        timesBegun > 1
            || [
                CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
                CURLE_HTTP2,
            ].contains(code)
    }

    private func words(for code: CURLcode) -> String {
        if code == CURLE_OK { return "" }
        if isCancelled { return "stopped by this service" }
        if isAddressRefused {
            return "the address is a private one; if the partner is inside the network, set "
                + "internal: true in its file"
        }
        if timesBegun > 1 { return "the connection ended before the answer" }
        let words = unsafe problem.baseAddress.map { unsafe String(cString: $0) } ?? ""
        return unsafe words.isEmpty ? String(cString: curl_easy_strerror(code)) : words
    }

    /// How far the exchange came: what was begun decides first, libcurl's code second.
    private func phase(
        _ code: CURLcode,
        _ easy: UnsafeMutableRawPointer?
    ) -> TransportReport.Phase {
        guard timesBegun > 0, let easy = unsafe easy else {
            return unsafe phaseBeforeSending(code, easy)
        }
        if code == CURLE_OK { return .answered }
        if status != nil { return .answering }
        // Begun twice: the whole request was sent on a connection that then died.
        if timesBegun > 1 { return .waiting }
        let sent = unsafe referral_curl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T)
        return unsafe sent >= body.count ? .waiting : .sending
    }

    private func phaseBeforeSending(
        _ code: CURLcode,
        _ easy: UnsafeMutableRawPointer?
    ) -> TransportReport.Phase {
        if isAddressRefused { return .preparing }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .nameLookup
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: return .connecting
        case CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_ERROR,
            CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            guard let easy = unsafe easy else { return .preparing }
            // libcurl counts a connection as made only when it is secured, but knows its port before.
            if unsafe referral_curl_get_long(easy, CURLINFO_PRIMARY_PORT) > 0 { return .securing }
            let named = unsafe referral_curl_get_offset(easy, CURLINFO_NAMELOOKUP_TIME_T)
            return named > 0 ? .connecting : .nameLookup
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED:
            return .securing
        default: return .preparing
        }
    }

    // MARK: What libcurl's callbacks report

    /// A request is about to be sent on a connection to this address; false to stop it.
    ///
    /// libcurl sends a POST again by itself when a reused connection dies; the second beginning is
    /// refused, so that every repeat is our own decision.
    func begins(toward address: UnsafePointer<CChar>?, from port: Int) -> Bool {
        if !connection.isInternal, let address = unsafe address,
            unsafe referral_curl_is_internal_text(address)
        {
            isAddressRefused = true
            return false
        }
        timesBegun += 1
        self.port = self.port ?? port
        return timesBegun == 1
    }

    /// A socket is about to be opened; false to refuse the address.
    func mayConnect(to address: UnsafePointer<sockaddr>) -> Bool {
        guard !connection.isInternal, unsafe referral_curl_is_internal(address) else { return true }
        isAddressRefused = true
        return false
    }

    /// A header line came in; false when there are too many.
    func take(headerLine bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerBytesMax else { return false }
        if unsafe bytes.starts(with: "HTTP/".utf8) {
            let words = unsafe bytes.split(separator: UInt8(ascii: " "))
            let code = unsafe words.dropFirst().first.flatMap { unsafe Int(Self.text($0)) }
            headers = [:]
            status = code.flatMap { $0 >= 200 ? $0 : nil }
        } else if let colon = unsafe bytes.firstIndex(of: UInt8(ascii: ":")) {
            let name = unsafe Self.text(bytes[..<colon]).lowercased()
            headers[name] = unsafe Self.text(bytes[(colon + 1)...])
        }
        return true
    }

    /// A part of a header line without the white space around it (RFC 9110 section 5.5).
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0D, 0x0A].contains(byte) }
        let start = unsafe bytes.drop(while: isBlank)
        let end = unsafe start.lastIndex { !isBlank($0) }
        return end.map { unsafe String(decoding: start[...$0], as: UTF8.self) } ?? ""
    }

    /// A part of the answer came in; false when it is longer than the cap.
    func take(answer bytes: UnsafeRawBufferPointer) -> Bool {
        let room = connection.answerBytesMax - answer.count
        unsafe answer.append(contentsOf: bytes.prefix(room))
        isCut = bytes.count > room
        return !isCut
    }
}

extension Duration {
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}
