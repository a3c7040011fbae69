import Delivery
import DeliveryCurl
import Foundation
import TestPrograms
import Testing

/// The transport against a real server over mutual TLS.
@Suite struct CurlTransportTests {
    @Test(arguments: PartnerConnection.HTTPVersion.allCases)
    func `a request is sent and its answer is read`(
        version: PartnerConnection.HTTPVersion
    ) async throws {
        try await TestAgency.with { agency in
            let report = await send(agency.post("key"), over: agency.connection(version: version))

            #expect(report.phase == .answered)
            #expect(report.status == 400)
            #expect(report.headers["content-type"] == "application/problem+json")
            #expect(!report.body.isEmpty)
        }
    }

    /// libcurl by itself would send the second POST again on a new connection and report success.
    @Test(arguments: [(PartnerConnection.HTTPVersion.oneOne, ["--http1"]), (.two, [])])
    func `a POST whose reused connection dies is sent once and may have been received`(
        version: PartnerConnection.HTTPVersion,
        options: [String]
    ) async throws {
        let fault = "schools:close-after-body:after=1:first=1"
        try await TestAgency.with(faults: [fault], options: options) { agency in
            let transport = CurlTransport(connections: [agency.connection(version: version)])
            defer { transport.close() }

            let first = await transport.send(agency.post("first"))
            let second = await transport.send(agency.post("second"))

            let seen = try await agency.entries().filter { $0["key"] as? String == "second" }
            #expect(first.phase == .answered)
            #expect(second.phase == .waiting)
            #expect(second.phase.mayHaveReachedPartner)
            #expect(seen.count == 1)
        }
    }

    @Test func `what ended with one connection says so, and a slow answer is no broken connection`()
        async throws
    {
        let faults = [
            "schools:slow=5s:after=1:first=3", "schools:close-after-body:after=1:first=1",
        ]
        try await TestAgency.with(faults: faults) { agency in
            let transport = CurlTransport(connections: [agency.connection()])
            defer { transport.close() }
            let first = await transport.send(agency.post("first"))

            let reports = await withTaskGroup(of: TransportReport.self) { group in
                for key in 1...4 {
                    group.addTask { await transport.send(agency.post("key-\(key)")) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let slow = await transport.send(agency.post("late", timeLimit: .milliseconds(1)))

            #expect(first.brokenConnection == nil)
            #expect(
                reports.allSatisfy { $0.brokenConnection != nil },
                "\(reports.map { ($0.code, $0.codeText, $0.phase) })"
            )
            #expect(Set(reports.map(\.brokenConnection)).count == 1)
            #expect(slow.brokenConnection == nil)
        }
    }

    @Test func `two identities never share a connection`() async throws {
        try await TestAgency.with(clients: ["one", "two"]) { agency in
            let transport = CurlTransport(connections: [
                agency.connection(partner: "p1", client: "one"),
                agency.connection(partner: "p2", client: "two"),
            ])
            defer { transport.close() }

            for round in 1...5 {
                _ = await transport.send(agency.post("one-\(round)", partner: "p1"))
                _ = await transport.send(agency.post("two-\(round)", partner: "p2"))
            }

            let entries = try await agency.entries()
            let byClient = Dictionary(grouping: entries) {
                ($0["key"] as? String ?? "").prefix(3)
            }.mapValues { Set($0.compactMap { $0["clientCertificate"] as? String }) }
            #expect(byClient["one"]?.count == 1)
            #expect(byClient["two"]?.count == 1)
            #expect(byClient["one"] != byClient["two"])
        }
    }

    @Test func `a replaced identity is used from the next request on`() async throws {
        try await TestAgency.with(clients: ["one", "two"]) { agency in
            let transport = CurlTransport(connections: [agency.connection(client: "one")])
            defer { transport.close() }

            _ = await transport.send(agency.post("before"))
            transport.replace(agency.connection(client: "two"))
            _ = await transport.send(agency.post("after"))

            let shown = try await agency.entries().compactMap { $0["clientCertificate"] as? String }
            #expect(shown.count == 2)
            #expect(Set(shown).count == 2)
        }
    }

    @Test func `nothing is sent to a server of another authority`() async throws {
        try await TestAgency.with { agency in
            try await TestAgency.with { other in
                let connection = agency.connection(authorities: other.file("ca.pem"))

                let report = await send(agency.post("key"), over: connection)
                let entries = try await agency.entries()

                #expect(report.phase == .securing)
                #expect(entries.isEmpty)
            }
        }
    }

    @Test func `nothing is sent when the pinned key is another`() async throws {
        try await TestAgency.with { agency in
            let pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

            let report = await send(agency.post("key"), over: agency.connection(pins: [pin]))
            let entries = try await agency.entries()

            #expect(report.phase == .securing)
            #expect(report.code == 90)
            #expect(entries.isEmpty)
        }
    }

    @Test func `without a client certificate the document is not read`() async throws {
        try await TestAgency.with { agency in
            let report = await send(agency.post("key"), over: agency.connection(client: nil))
            let entries = try await agency.entries()

            #expect(report.phase != .answered)
            #expect(entries.isEmpty)
        }
    }

    @Test func `a closed port is a connection that was never made`() async throws {
        try await TestAgency.with { agency in
            let address = "https://localhost:1"
            let connection = PartnerConnection(
                partner: "schools",
                address: address,
                identity: nil,
                authorities: agency.file("ca.pem"),
                isInternal: true
            )

            let report = await send(agency.post("key", address: address), over: connection)

            #expect(report.phase == .connecting)
        }
    }

    @Test func `a name that nobody has is told apart`() async throws {
        let connection = PartnerConnection(
            partner: "schools",
            address: "https://no-such-host.invalid",
            identity: nil,
            authorities: nil
        )
        let request = TransportRequest(
            partner: "schools",
            method: .get,
            address: "https://no-such-host.invalid/",
            headers: [],
            timeLimit: .seconds(20)
        )

        let report = await send(request, over: connection)

        #expect(report.phase == .nameLookup)
    }

    @Test func `this machine is no partner unless it is declared internal`() async throws {
        try await TestAgency.with { agency in
            let report = await send(agency.post("key"), over: agency.connection(isInternal: false))
            let entries = try await agency.entries()

            #expect(report.phase == .preparing)
            #expect(entries.isEmpty)
        }
    }

    @Test(arguments: [
        "https://elsewhere.example/x", "http://localhost/x", "file:///etc/passwd", "x",
    ])
    func `requests go nowhere but to the partner's own host`(address: String) async throws {
        try await TestAgency.with { agency in
            let report = await send(
                agency.post("key", address: address),
                over: agency.connection()
            )

            #expect(report.phase == .preparing)
        }
    }

    @Test func `a header cannot smuggle in another`() async throws {
        try await TestAgency.with { agency in
            let request = agency.post("key", headers: [("X-Note", "a\r\nX-Evil: b")])

            let report = await send(request, over: agency.connection())
            let entries = try await agency.entries()

            #expect(report.phase == .preparing)
            #expect(entries.isEmpty)
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await TestAgency.with(faults: ["schools:status=302"]) { agency in
            let report = await send(agency.post("key"), over: agency.connection())
            let entries = try await agency.entries()

            #expect(report.status == 302)
            #expect(entries.count == 1)
        }
    }

    @Test func `an answer that is too long is cut and its status kept`() async throws {
        try await TestAgency.with { agency in
            let report = await send(
                agency.post("key"),
                over: agency.connection(answerBytesMax: 16)
            )

            #expect(report.phase == .answering)
            #expect(report.status == 400)
            #expect(report.bodyWasCut)
            #expect(report.body.count == 16)
        }
    }

    @Test func `a slow partner is left at the time limit`() async throws {
        try await TestAgency.with(faults: ["schools:slow=60s"]) { agency in
            let report = await send(
                agency.post("key", timeLimit: .milliseconds(500)),
                over: agency.connection()
            )

            #expect(report.phase == .waiting)
            #expect(report.code == 28)
        }
    }

    @Test func `a cancelled task aborts its request`() async throws {
        try await TestAgency.with(faults: ["schools:slow=60s"]) { agency in
            let transport = CurlTransport(connections: [agency.connection()])
            defer { transport.close() }
            let sending = Task { await transport.send(agency.post("key")) }
            try await Task.sleep(for: .milliseconds(300))

            sending.cancel()
            let report = await sending.value

            #expect(report.phase.mayHaveReachedPartner || report.phase == .preparing)
            #expect(report.duration < .seconds(30))
        }
    }

    @Test func `many requests at once all come back`() async throws {
        try await TestAgency.with { agency in
            let transport = CurlTransport(connections: [agency.connection()])
            defer { transport.close() }

            let phases = await withTaskGroup(of: TransportReport.Phase.self) { group in
                for number in 1...200 {
                    group.addTask { await transport.send(agency.post("key-\(number)")).phase }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }

            #expect(phases.count { $0 == .answered } == 200)
        }
    }

    @Test func `the installed library has what we need`() {
        #expect(CurlLibrary.problems == [])
    }

    private func send(
        _ request: TransportRequest,
        over connection: PartnerConnection
    ) async -> TransportReport {
        let transport = CurlTransport(connections: [connection])
        defer { transport.close() }
        return await transport.send(request)
    }
}
