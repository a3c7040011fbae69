import Foundation
import TestPrograms
import Testing

/// Tokens, signatures and certificates that change, with a partner that really checks them.
@Suite(.serialized) struct CredentialTests {
    @Test(arguments: ["ed25519", "hmac-sha256"])
    func `signed requests are taken, and a revoked key bites on the next request`(
        algorithm: String
    ) async throws {
        let (ours, theirs) =
            algorithm == "ed25519"
            ? ("signing.key", "signing.pub") : ("shared.secret", "shared.secret")
        var agency = Installation.Agency.schools
        agency.lines += [
            "signature:", "  keyId: ours", "  algorithm: \(algorithm)",
            "  keyFile: ../certificates/\(ours)",
        ]
        try await Installation.with(
            [agency],
            sandbox: ["--signature", "\(agency.id):ours:\(algorithm):CERTIFICATES/\(theirs)"]
        ) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(2))
            try await eventually { try await place.totals()["decided"] == 2 }

            let key = place.path("certificates/\(theirs)")
            try FileManager.default.moveItem(atPath: key, toPath: key + ".revoked")
            try await place.command("submit", "-", input: place.referrals(3))
            try await eventually { service.errors.contains("outcome=misconfigured") }
            let refused = try await place.totals()
            try FileManager.default.moveItem(atPath: key + ".revoked", toPath: key)

            try await eventually { try await place.totals()["decided"] == 3 }
            await service.stop()

            #expect(refused["decided"] == 2)
        }
    }

    @Test(arguments: [
        ["clientSecretFile: ../certificates/shared.secret"],
        ["privateKeyFile: ../certificates/assertion.key", "keyId: ours"],
    ])
    func `tokens are got, kept and replaced`(proof: [String]) async throws {
        var agency = Installation.Agency.schools
        agency.lines += ["oauth2:", "  tokenAddress: ADDRESS/oauth2/token", "  clientId: police"]
        agency.lines += proof.map { "  \($0)" }
        let file = proof.count == 1 ? "shared.secret" : "assertion.pub"
        try await Installation.with(
            [agency],
            sandbox: ["--oauth2", "\(agency.id):police:CERTIFICATES/\(file)", "--token-uses", "30"]
        ) { place in
            let service = try await place.startSync()

            try await place.command("submit", "-", input: place.referrals(20))

            try await eventually { try await place.totals()["decided"] == 20 }
            let journal = try await place.journal(of: agency.id)
            let errors = service.errors
            await service.stop()
            #expect(journal["effective"] == 20)
            #expect(journal["effectiveMoreThanOnce"] == 0)
            #expect(!errors.contains("outcome=misconfigured"))
        }
    }

    @Test func `a certificate that is replaced in place is used without a restart`() async throws {
        var agency = Installation.Agency.schools
        agency.lines += ["http: \"1.1\""]
        try await Installation.with([agency]) { place in
            let service = try await place.startSync()
            try await place.command("submit", "-", input: place.referrals(1))
            try await eventually { try await place.totals()["decided"] == 1 }

            // Another certificate of the same authority, as a renewal brings it.
            let folder = place.path("certificates")
            try await Program.partnerSandbox.run(["certificates", folder, "--client", "renewed"])
            for ending in ["key", "pem"] {
                try Data(contentsOf: URL(filePath: "\(folder)/renewed.\(ending)"))
                    .write(
                        to: URL(filePath: "\(folder)/referral-sync.\(ending)"),
                        options: .atomic
                    )
            }
            try await eventually { service.errors.contains("credentials read anew") }
            try await place.command("submit", "-", input: place.referrals(2))

            try await eventually { try await place.totals()["decided"] == 2 }
            let certificates = try await place.certificatesSeen()
            await service.stop()
            #expect(certificates.count == 2)
        }
    }
}
