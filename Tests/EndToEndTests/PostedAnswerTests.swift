import Foundation
import TestPrograms
import Testing

@Suite struct PostedAnswerTests {
    static let care = "eastshire-social-care"

    @Test(arguments: ["ed25519", "hmac-sha256"])
    func `a signed post settles the delivery, and its evidence is kept`(
        algorithm: String
    ) async throws {
        try await withPosts(algorithm: algorithm) { installation, _, reference in
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            let delivery = try await installation.delivery(of: reference, to: Self.care)
            let answers = delivery["acknowledgements"] as? [[String: Any]] ?? []
            #expect(answers.filter { $0["path"] as? String == "posted" }.count == 2)
            #expect(installation.posts().map(\.status) == [200, 200])
        }
    }

    @Test func `where certificate and signature were agreed, both together are taken`() async throws
    {
        try await withPosts(algorithm: "ed25519", pin: true) { installation, _, reference in
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            #expect(installation.posts().map(\.status) == [200, 200])
        }
    }

    @Test func `where both were agreed, a certificate alone is not enough`() async throws {
        try await withPosts(algorithm: "ed25519", pin: true, fault: "unsigned") {
            installation,
            _,
            reference in
            try await eventually { !installation.posts().isEmpty }

            #expect(installation.posts().first?.status == 401)
            #expect(installation.posts().first?.answer.contains("not signed") == true)
            #expect(try await installation.state(of: reference, to: Self.care) == "delivered")
        }
    }

    @Test func `a certificate that was agreed is enough where no key was`() async throws {
        try await withPosts(algorithm: nil, pin: true) { installation, _, reference in
            try await eventually {
                try await installation.state(of: reference, to: Self.care) == "decided"
            }

            #expect(installation.posts().map(\.status) == [200, 200])
        }
    }

    @Test(arguments: [
        ("forged", 401, "the signature does not fit"), ("stale", 401, "more than five minutes ago"),
        ("unsigned", 401, "not known who sends this"),
        ("unknown-key", 422, "No document was sent to you under this key"),
        ("other-digest", 422, "contentDigest is not that of the document"),
    ])
    func `a post that cannot be trusted changes nothing and says why`(
        fault: String,
        status: Int,
        words: String
    ) async throws {
        try await withPosts(algorithm: "ed25519", fault: fault) { installation, sync, reference in
            try await eventually { !installation.posts().isEmpty }

            let post = try #require(installation.posts().first)
            #expect(post.status == status)
            #expect(post.answer.lowercased().contains(words.lowercased()), "\(post.answer)")
            #expect(try await installation.state(of: reference, to: Self.care) == "delivered")
            #expect(sync.errors.contains("refused") || sync.errors.contains("not kept"))
        }
    }

    @Test func `the same signed post is taken once`() async throws {
        try await withPosts(algorithm: "ed25519", fault: "replay") { installation, _, reference in
            try await eventually { installation.posts().count >= 4 }

            #expect(installation.posts().prefix(4).map(\.status) == [200, 409, 200, 409])
            let delivery = try await installation.delivery(of: reference, to: Self.care)
            #expect(delivery["state"] as? String == "decided")
            #expect((delivery["acknowledgements"] as? [Any])?.count == 3)
        }
    }

    @Test func `a key that was taken away is refused at once`() async throws {
        try await withPosts(algorithm: "ed25519", revokes: true) { installation, _, reference in
            try await eventually { !installation.posts().isEmpty }

            #expect(installation.posts().first?.status == 401)
            #expect(try await installation.state(of: reference, to: Self.care) == "delivered")
        }
    }

    @Test func `a certificate that is replaced in its file is used without a restart`() async throws
    {
        try await withPosts(algorithm: "ed25519") { installation, sync, _ in
            try await Program.partnerSandbox.run(["certificates", installation.path("renewed")])
            let port = try #require(
                sync.errors.firstMatch(of: /answers may be posted.*port=([0-9]+)/)
            ).1
            func shown() async throws -> String {
                let command =
                    "openssl s_client -connect localhost:\(port) </dev/null 2>/dev/null "
                    + "| openssl x509 -noout -fingerprint"
                return try await Program(path: "/bin/sh").run(["-c", command]).output
            }
            func put(_ bytes: Data, _ file: String) throws {
                try bytes.write(
                    to: URL(filePath: installation.path("certificates/\(file)")),
                    options: .atomic
                )
            }
            let first = try await shown()

            for file in ["server.key", "server.pem"] {
                try put(
                    Data(contentsOf: URL(filePath: installation.path("renewed/\(file)"))),
                    file
                )
            }
            let second = try await shown()
            try put(Data("nothing\n".utf8), "server.pem")
            let third = try await shown()

            #expect(first.contains("Fingerprint"))
            #expect(second.contains("Fingerprint"))
            #expect(first != second)
            #expect(third == second)
            #expect(sync.errors.contains("certificates of the listener not read anew"))
        }
    }

    /// Runs a test on an agency that posts its answers, with the service and a submitted referral.
    private func withPosts(
        algorithm: String?,
        pin: Bool = false,
        fault: String? = nil,
        revokes: Bool = false,
        _ test: (Installation, RunningProgram, String) async throws -> Void
    ) async throws {
        let port = try freePort()
        let (ours, theirs) =
            algorithm == "hmac-sha256"
            ? ("shared.secret", "shared.secret") : ("signing.pub", "signing.key")
        var agency = Installation.Agency.named(Self.care)
        agency.hasStatusAddress = true
        agency.lines.append("callback:")
        if let algorithm {
            agency.lines += [
                "  keyId: care-2026", "  algorithm: \(algorithm)",
                "  keyFile: ../certificates/\(ours)",
            ]
        }
        if pin { agency.lines.append("  clientPins: [\"PIN\"]") }
        var options = [
            "--way", "\(Self.care)=post", "--post-to",
            "\(Self.care)=https://localhost:\(port)/v1/acknowledgements",
        ]
        if let algorithm {
            options += [
                "--post-key", "\(Self.care):care-2026:\(algorithm):CERTIFICATES/\(theirs)",
            ]
        }
        if let fault { options += ["--post-fault", "\(Self.care)=\(fault)"] }
        try await Installation.with(
            [agency],
            clients: [Self.care],
            sandbox: options,
            settings: """
                listener:
                  address: localhost:\(port)
                  certificate: certificates/server.pem
                  key: certificates/server.key
                  clientAuthorities: certificates/ca.pem
                """
        ) { installation in
            if pin {
                let file = installation.path("certificates/\(Self.care).pem")
                agency.lines = agency.lines.map { line in
                    line.replacing("PIN", with: (try? clientPin(of: file)) ?? "")
                }
                try installation.writePartner(agency)
            }
            let sync = try await installation.startSync()
            if revokes {
                try FileManager.default.removeItem(
                    atPath: installation.path("certificates/signing.pub")
                )
            }
            let (reference, _) = try await installation.submitOne()
            try await test(installation, sync, reference)
        }
    }

    /// SHA-256 of the public key of a certificate, as openssl computes it.
    private func clientPin(of file: String) throws -> String {
        let command =
            "openssl x509 -in '\(file)' -pubkey -noout | openssl pkey -pubin -outform der "
            + "| openssl dgst -sha256 -binary | openssl base64"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return "sha256//"
            + String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A port that was free a moment ago.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            guard unsafe bind(descriptor, generic, size) == 0 else { return -1 }
            return Int(unsafe getsockname(descriptor, generic, &size))
        }
    }
    guard result == 0 else { throw NotInTime() }
    return Int(UInt16(bigEndian: address.sin_port))
}
