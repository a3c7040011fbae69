import CCurl
import Delivery
import Foundation
import Synchronization

/// One partner's requests: a thread that drives one multi handle.
///
/// `@unchecked Sendable` because the multi handle and what hangs on it are touched by the loop's
/// thread only, but for `curl_multi_wakeup`, which libcurl allows from any thread.
@safe final class CurlLoop: @unchecked Sendable {
    /// How long connections are kept when nothing is on the wire: those of HTTP/2 keep the last
    /// document that they carried in their buffers.
    private static let idleMilliseconds = 30_000

    /// How long the thread sleeps when there are no connections either; a new request wakes it.
    private static let asleepMilliseconds: Int32 = 3_600_000

    /// The least that libcurl takes; few documents are longer.
    private static let uploadBytes = 16 << 10

    /// What other threads ask of the loop.
    private enum Command {
        case start(CurlTransfer)
        case cancel(CurlTransfer)
        case stop
    }

    /// What was asked and not looked at yet.
    private struct Inbox {
        var commands: [Command] = []
        /// Whether the multi handle is gone, so that nobody may wake it.
        var isClosed = false
    }

    let connection: PartnerConnection
    /// Another one is put in its place under the inbox's lock.
    private var multi: UnsafeMutableRawPointer
    private let secrets: CurlSecrets
    private let inbox = Mutex(Inbox())
    private let ended = DispatchSemaphore(value: 0)

    // The loop's thread only.
    private var running: [UnsafeMutableRawPointer: CurlTransfer] = unsafe [:]
    private var idle: [UnsafeMutableRawPointer] = unsafe []
    private var isStopping = false
    /// When the last request ended, while there may be connections of it.
    private var idleSince: ContinuousClock.Instant?

    init(_ connection: PartnerConnection) {
        self.connection = connection
        secrets = CurlSecrets(connection)
        unsafe multi = Self.newMulti(for: connection)
        let thread = Thread { self.run() }
        thread.name = "curl \(connection.partner)"
        thread.start()
    }

    /// Sends one request and waits for its report.
    func send(_ request: TransportRequest) async -> TransportReport {
        let transfer = CurlTransfer(request, connection: connection)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.resume = { continuation.resume(returning: $0) }
                post(.start(transfer))
            }
        } onCancel: {
            post(.cancel(transfer))
        }
    }

    /// Ends the loop once its requests are done.
    func stop() { post(.stop) }

    /// Waits until a stopped loop has ended.
    func waitUntilEnded(atMost limit: DispatchTimeInterval) {
        _ = ended.wait(timeout: .now() + limit)
    }

    /// Hands a command over; a request that comes after the end was never begun.
    private func post(_ command: Command) {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isClosed else { return false }
            inbox.commands.append(command)
            unsafe curl_multi_wakeup(multi)
            return true
        }
        if !isTaken, case .start(let transfer) = command {
            unsafe transfer.end(with: CURLE_ABORTED_BY_CALLBACK, easy: nil)
        }
    }

    private func run() {
        var active: Int32 = 0
        repeat {
            for command in takeCommands() { carryOut(command) }
            unsafe curl_multi_perform(multi, &active)
            finishDone()
            if isStopping, unsafe running.isEmpty, close() { break }
            unsafe curl_multi_poll(multi, nil, 0, wait(), nil)
        } while true
        forgetHandles()
        unsafe curl_multi_cleanup(multi)
        ended.signal()
    }

    /// How many milliseconds to wait for something to happen; closes what has been idle for long.
    private func wait() -> Int32 {
        guard unsafe running.isEmpty else { return 1000 }
        guard let since = idleSince else { return Self.asleepMilliseconds }
        let left = Self.idleMilliseconds - (ContinuousClock.now - since).milliseconds
        guard left <= 0 else { return Int32(left) }
        return closeConnections() ? Self.asleepMilliseconds : 0
    }

    /// Begins with a new multi handle, unless something was asked of the old one.
    private func closeConnections() -> Bool {
        forgetHandles()
        idleSince = nil
        return inbox.withLock { inbox in
            guard inbox.commands.isEmpty else { return false }
            unsafe curl_multi_cleanup(multi)
            unsafe multi = Self.newMulti(for: connection)
            return true
        }
    }

    private func forgetHandles() {
        while let easy = unsafe idle.popLast() { unsafe curl_easy_cleanup(easy) }
    }

    private func takeCommands() -> [Command] {
        inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    /// Lets nothing more in, unless something just came.
    private func close() -> Bool {
        inbox.withLock { inbox in
            inbox.isClosed = inbox.commands.isEmpty
            return inbox.isClosed
        }
    }

    private func carryOut(_ command: Command) {
        switch command {
        case .start(let transfer):
            if transfer.isCancelled {
                unsafe transfer.end(with: CURLE_ABORTED_BY_CALLBACK, easy: nil)
            } else {
                start(transfer)
            }
        case .cancel(let transfer):
            transfer.isCancelled = true
            guard
                let (easy, _) = unsafe running.first(where: { unsafe $0.value === transfer })
            else { return }
            unsafe finish(easy, code: CURLE_ABORTED_BY_CALLBACK)
        case .stop:
            isStopping = true
        }
    }

    private func start(_ transfer: CurlTransfer) {
        guard let easy = unsafe idle.popLast() ?? curl_easy_init() else {
            unsafe transfer.end(with: CURLE_OUT_OF_MEMORY, easy: nil)
            return
        }
        let code = unsafe transfer.prepare(easy, secrets: secrets)
        unsafe running[easy] = transfer
        guard code == CURLE_OK else {
            unsafe finish(easy, code: code)
            return
        }
        unsafe curl_multi_add_handle(multi, easy)
    }

    private func finishDone() {
        var code = CURLE_OK
        while let easy = unsafe referral_curl_multi_finished(multi, &code) {
            unsafe finish(easy, code: code)
        }
    }

    private func finish(_ easy: UnsafeMutableRawPointer, code: CURLcode) {
        guard let transfer = unsafe running.removeValue(forKey: easy) else { return }
        idleSince = .now
        unsafe curl_multi_remove_handle(multi, easy)
        unsafe transfer.end(with: code, easy: easy)
        unsafe curl_easy_reset(easy)
        // Setting the size of the upload buffer frees it; it would keep the document that was sent.
        unsafe referral_curl_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, Self.uploadBytes)
        unsafe idle.append(easy)
    }

    private static func newMulti(for connection: PartnerConnection) -> UnsafeMutableRawPointer {
        guard let multi = unsafe curl_multi_init() else {
            preconditionFailure("libcurl has no memory for a multi handle")
        }
        for (option, value) in [
            (CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)),
            (CURLMOPT_MAX_CONCURRENT_STREAMS, 100),
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, connection.connectionsMax),
        ] {
            unsafe referral_curl_multi_set_long(multi, option, value)
        }
        return unsafe multi
    }
}
