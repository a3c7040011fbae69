import Delivery
import DeliveryCurl
import Foundation
import Outbox
import TestPrograms
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The outcome table, row by row, against servers that produce each case.
@Suite struct OutcomeTableOnTheWireTests {
    /// One set of certificates for all cases.
    private static let certificates = Task {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "certificates-\(UUID().uuidString.prefix(8))")
        try await Program.partnerSandbox.run(["certificates", folder.path])
        return folder
    }

    @Test(arguments: OutcomeCase.all)
    func `each way to end has one meaning`(_ expected: OutcomeCase) async throws {
        let certificates = try await Self.certificates.value
        let body =
            Data("{\"filler\":\"".utf8)
            + Data(repeating: 0x78, count: expected.client == .longDocument ? 16 << 20 : 10)
            + ScriptedServer.bodyEnd
        let digest = ContentDigest.field(of: body)
        let server = try await Peer(expected, digest: digest, certificates: certificates)
        let address = "https://localhost:\(server.port)/referrals"
        let transport = CurlTransport(connections: [
            try connection(expected, to: address, certificates)
        ])

        let report = await transport.send(
            TransportRequest(
                partner: "partner",
                method: .post,
                address: expected.client.address ?? address,
                headers: [("Content-Type", "application/json")],
                body: body,
                timeLimit: expected.endsByTime ? .seconds(5) : .seconds(60)
            )
        )
        transport.close()
        try await server.stop()

        let result = AttemptResult(of: report, digest: digest, at: Date())
        #expect(report.phase == expected.phase)
        #expect(expected.codes.contains(report.code), "\(report.code) \(report.codeText)")
        #expect(report.status == expected.status)
        #expect(result.record.outcome == expected.outcome)
        #expect(OutcomeTable.row(for: report).summary.hasPrefix(expected.row))
        // libcurl repeated nothing by itself.
        #expect(server.requests <= 1)
        if expected.phase.mayHaveReachedPartner { #expect(server.requests == 1) }
    }

    @Test func `every row of the table has a case`() {
        for row in OutcomeTable.rows {
            #expect(
                OutcomeCase.all.contains { row.summary.hasPrefix($0.row) },
                "no case for: \(row.summary)"
            )
        }
    }

    private func connection(
        _ expected: OutcomeCase,
        to address: String,
        _ certificates: URL
    ) throws -> PartnerConnection {
        let client = expected.client
        func file(_ name: String) throws -> Data {
            try Data(contentsOf: certificates.appending(path: name))
        }
        let identity = PartnerConnection.Identity(
            certificate: client == .brokenCertificate
                ? Data("broken".utf8) : try file("referral-sync.pem"),
            key: try file("referral-sync.key")
        )
        return PartnerConnection(
            partner: "partner",
            address: client == .address("https://nobody.invalid/")
                ? "https://nobody.invalid/" : address,
            identity: client == .withoutCertificate ? nil : identity,
            authorities: client == .otherAuthority
                ? try file("referral-sync.pem") : try file("ca.pem"),
            pins: client == .otherPin ? ["sha256//" + Data(count: 32).base64EncodedString()] : [],
            isInternal: client != .notInternal,
            version: client == .http2 ? .two : .oneOne,
            connectLimit: expected.endsByTime && !expected.phase.mayHaveReachedPartner
                ? .milliseconds(500) : .seconds(60)
        )
    }
}

extension OutcomeCase.Client {
    fileprivate var address: String? {
        if case .address(let address) = self { address } else { nil }
    }
}

/// Who is at the other end in one case.
private struct Peer {
    private let server: ScriptedServer?
    private let sockets: [Int32]
    let port: Int

    init(_ expected: OutcomeCase, digest: String, certificates: URL) async throws {
        switch expected.server {
        case .script(var script, let security):
            if let text = String(data: script.bytes, encoding: .utf8), text.contains("DIGEST") {
                let length = digest.utf8.count - "DIGEST".utf8.count
                let filled = text.replacing("DIGEST", with: digest)
                    .replacing(#/Content-Length: (\d+)/#) {
                        "Content-Length: \((Int($0.1) ?? 0) + length)"
                    }
                script.bytes = Data(filled.utf8)
            }
            let server = try await ScriptedServer(
                script,
                security: security,
                offering: [expected.client == .http2 ? "h2" : "http/1.1"],
                certificates: certificates
            )
            self.server = server
            sockets = []
            port = server.port
        case .closedPort:
            server = nil
            let (socket, port) = Self.listener()
            Glibc.close(socket)
            sockets = []
            self.port = port
        case .stalledPort:
            server = nil
            let (listener, port) = Self.listener()
            // The kernel keeps one more than asked for, and then answers nobody.
            sockets = [listener] + (0..<2).map { _ in Self.caller(of: port) }
            self.port = port
        }
    }

    /// How many requests, or greetings, the server played its script to.
    var requests: Int { server?.requests ?? 0 }

    func stop() async throws {
        try await server?.stop()
        for socket in sockets { Glibc.close(socket) }
    }

    private static func listener() -> (socket: Int32, port: Int) {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = unsafe bind(socket, pointer, length)
                _ = unsafe getsockname(socket, pointer, &length)
            }
        }
        listen(socket, 0)
        return (socket, Int(address.sin_port.bigEndian))
    }

    private static func caller(of port: Int) -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
        var address = loopback(port: port)
        unsafe withUnsafePointer(to: &address) { pointer in
            _ = unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return socket
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
