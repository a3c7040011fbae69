import CCurl
package import Foundation

/// Speaks HTTP to a service on this machine through its Unix socket.
package struct LocalSocketClient: Sendable {
    private let socket: String

    /// Names the socket's path.
    package init(socket: String) { self.socket = socket }

    /// Sends one request and reads the whole answer.
    package func request(
        method: String,
        path: String,
        body: Data = Data(),
        contentType: String = "application/json",
        timeLimit: Duration = .seconds(600)
    ) async throws(LocalSocketError) -> (status: Int, body: Data) {
        let result: Result<(status: Int, body: Data), LocalSocketError> =
            await withCheckedContinuation { continuation in
                // Blocking work keeps off the task pool.
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: perform(
                            method,
                            path,
                            body: body,
                            contentType: contentType,
                            timeLimit: timeLimit
                        )
                    )
                }
            }
        return try result.get()
    }

    private func perform(
        _ method: String,
        _ path: String,
        body: Data,
        contentType: String,
        timeLimit: Duration
    ) -> Result<(status: Int, body: Data), LocalSocketError> {
        guard let easy = unsafe curl_easy_init() else { return .failure(.failed("out of memory")) }
        defer { unsafe curl_easy_cleanup(easy) }
        let answer = LocalAnswer()
        var headers = unsafe curl_slist_append(nil, "Content-Type: \(contentType)")
        unsafe headers = curl_slist_append(headers, "Expect:")
        defer { unsafe curl_slist_free_all(headers) }
        var options = unsafe CurlOptions(easy: easy)
        options.set(CURLOPT_URL, "http://localhost" + path)
        options.set(CURLOPT_UNIX_SOCKET_PATH, socket)
        options.set(CURLOPT_PROTOCOLS_STR, "http")
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_TIMEOUT_MS, timeLimit.milliseconds)
        options.set(CURLOPT_CUSTOMREQUEST, method)
        unsafe options.set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers))
        unsafe options.set(CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
        _ = unsafe referral_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) {
            bytes,
            size,
            count,
            answer in
            guard let bytes = unsafe bytes, let answer = unsafe answer else { return 0 }
            unsafe Unmanaged<LocalAnswer>.fromOpaque(answer).takeUnretainedValue().bytes
                .append(
                    UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self),
                    count: size * count
                )
            return size * count
        }
        let code = unsafe body.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress {
                unsafe options.setBody(start, count: bytes.count)
            }
            return options.result == CURLE_OK ? unsafe curl_easy_perform(easy) : options.result
        }
        switch code {
        case CURLE_OK:
            let status = unsafe referral_curl_get_long(easy, CURLINFO_RESPONSE_CODE)
            return .success((status, answer.bytes))
        case CURLE_COULDNT_CONNECT: return .failure(.nobodyListens)
        default: return .failure(.failed(unsafe String(cString: curl_easy_strerror(code))))
        }
    }
}

/// Collects an answer; touched by the one thread that performs the request.
private final class LocalAnswer {
    var bytes = Data()
}

/// Why the service could not be asked through its socket.
package enum LocalSocketError: Error, Sendable, Equatable {
    /// There is no socket, or nobody behind it.
    case nobodyListens
    /// The exchange broke off; the text is the library's.
    case failed(String)
}
