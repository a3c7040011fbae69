import Crypto
import Delivery
import Foundation
import Testing

@Suite struct MessageSignatureTests {
    private let now = Date(timeIntervalSince1970: 1_618_884_473)

    private var request: TransportRequest {
        TransportRequest(
            partner: "northshire",
            method: .post,
            address: "https://example.com/foo",
            headers: [
                ("Content-Type", "application/json"), ("Idempotency-Key", "\"key-1\""),
                ("Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
                ("Accept", "application/json"),
            ],
            timeLimit: .seconds(1)
        )
    }

    /// The text that must be signed, written down by hand from RFC 9421, section 2.5.
    private let base = """
        "@method": POST
        "@target-uri": https://example.com/foo
        "content-digest": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:
        "content-type": application/json
        "idempotency-key": "key-1"
        "@signature-params": ("@method" "@target-uri" "content-digest" "content-type" \
        "idempotency-key");created=1618884473;nonce="n-1";keyid="ours";alg="ALGORITHM"
        """

    @Test func `an Ed25519 signature is of exactly the agreed text`() throws {
        let key = Curve25519.Signing.PrivateKey()
        let fields = try MessageSignature.fields(
            for: request,
            by: SigningKey(id: "ours", secret: .ed25519(key)),
            at: now,
            nonce: "n-1"
        )

        let signature = try #require(fields.signature)
        let text = base.replacing("ALGORITHM", with: "ed25519")
        #expect(key.publicKey.isValidSignature(signature, for: Data(text.utf8)))
        #expect(fields.map(\.name) == ["Signature-Input", "Signature"])
    }

    @Test func `an HMAC is of exactly the agreed text`() throws {
        let key = SymmetricKey(data: Data(repeating: 7, count: 32))
        let fields = try MessageSignature.fields(
            for: request,
            by: SigningKey(id: "ours", secret: .hmac(key)),
            at: now,
            nonce: "n-1"
        )

        let signature = try #require(fields.signature)
        let text = base.replacing("ALGORITHM", with: "hmac-sha256")
        #expect(
            HMAC<SHA256>.isValidAuthenticationCode(
                signature,
                authenticating: Data(text.utf8),
                using: key
            )
        )
    }

    /// RFC 9421, appendix B.2.5, with the key of B.1.5.
    @Test func `the code for a text is the one of the standard's example`() throws {
        let secret = try #require(
            Data(
                base64Encoded:
                    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="
            )
        )
        let text = """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@authority": example.com
            "content-type": application/json
            "@signature-params": ("date" "@authority" "content-type");created=1618884473\
            ;keyid="test-shared-secret"
            """
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8),
            using: SymmetricKey(data: secret)
        )

        #expect(
            Data(code).base64EncodedString() == "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="
        )
    }

    @Test func `a question for a receipt signs what it has`() throws {
        let question = TransportRequest(
            partner: "northshire",
            method: .get,
            address: "https://example.com/foo/1",
            headers: [("Accept", "application/json")],
            timeLimit: .seconds(1)
        )

        let fields = try MessageSignature.fields(
            for: question,
            by: SigningKey(id: "ours", secret: .hmac(SymmetricKey(size: .bits256))),
            at: now,
            nonce: "n-1"
        )

        #expect(fields[0].value.hasPrefix("referral=(\"@method\" \"@target-uri\");created="))
    }
}

extension [(name: String, value: String)] {
    /// The bytes of the signature in these fields.
    fileprivate var signature: Data? {
        last.flatMap {
            Data(base64Encoded: String($0.value.dropFirst("referral=:".count).dropLast()))
        }
    }
}
