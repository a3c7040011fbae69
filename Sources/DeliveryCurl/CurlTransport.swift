import CCurl
package import Delivery
import Foundation
import Synchronization

/// Carries requests to partners with libcurl.
///
/// Each partner has a loop of its own: a thread with one multi handle. So partners share neither
/// connections nor TLS sessions (before 8.21 libcurl could reuse another identity's connection), and
/// one that stalls costs the others nothing. A loop without work sleeps.
package final class CurlTransport: Transport {
    private let loops: Mutex<[String: CurlLoop]>

    /// Starts a loop for each partner.
    package init(connections: [PartnerConnection]) {
        Self.start
        loops = Mutex(
            Dictionary(
                connections.map { ($0.partner, CurlLoop($0)) },
                uniquingKeysWith: { $1 }
            )
        )
    }

    /// Uses another connection for a partner from the next request on; the old one drains.
    package func replace(_ connection: PartnerConnection) {
        let old = loops.withLock { loops in
            loops.updateValue(CurlLoop(connection), forKey: connection.partner)
        }
        old?.stop()
    }

    /// How long the end of the loops is waited for.
    private static let endLimit: DispatchTimeInterval = .seconds(2)

    /// Ends all loops once their requests are done.
    ///
    /// It waits for their threads: libcurl must not be in use while the process takes itself down.
    package func close() {
        let all = loops.withLock { loops in
            defer { loops = [:] }
            return Array(loops.values)
        }
        for loop in all { loop.stop() }
        for loop in all { loop.waitUntilEnded(atMost: Self.endLimit) }
    }

    package func send(_ request: TransportRequest) async -> TransportReport {
        guard let loop = loops.withLock({ $0[request.partner] }) else {
            return TransportReport(
                phase: .preparing,
                code: Int32(CURLE_FAILED_INIT.rawValue),
                codeText: "no connection is set up for this partner"
            )
        }
        if let problem = loop.connection.problem(with: request) {
            return TransportReport(
                phase: .preparing,
                code: Int32(CURLE_URL_MALFORMAT.rawValue),
                codeText: problem
            )
        }
        return await loop.send(request)
    }

    /// Once for the process; libcurl must be set up before any thread uses it.
    private static let start: Void = {
        signal(SIGPIPE, SIG_IGN)
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()
}

extension PartnerConnection {
    /// Why a request may not be sent at all, or nil.
    fileprivate func problem(with request: TransportRequest) -> String? {
        guard unsafe referral_curl_same_origin(address, request.address) else {
            return "the address is not at the partner's own host and port"
        }
        let isClean = request.headers.allSatisfy { name, value in
            !name.isEmpty
                && (name + value).unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        }
        return isClean ? nil : "a header holds a control character"
    }
}
