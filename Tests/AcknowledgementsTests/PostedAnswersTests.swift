import Acknowledgements
import Contracts
import Crypto
import Database
import Foundation
import Logging
import Outbox
import Testing

@Suite struct PostedAnswersTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a signed post that is repeated to another service stores nothing more`()
        async throws
    {
        let secret = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let key = SymmetricKey(size: .bits256)
        try unsafe key.withUnsafeBytes { unsafe Data($0) }.base64EncodedData().write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let store = try await DeliveredStore(at: now)
        let post = try post(about: store.key, signedWith: key)
        let (one, other) = (try service(on: store, secret), try service(on: store, secret))

        let first = try await one.take(post)
        let before = try await store.rows()
        let elsewhere = try await other.take(post)

        #expect(first.map(\.result) == [.kept])
        #expect(elsewhere.map(\.result) == [.repeated])
        #expect(try await store.rows() == before)
        await #expect(throws: PostRefusal.replayed("schools")) { try await one.take(post) }
    }

    private func service(on store: DeliveredStore, _ secret: URL) throws -> PostedAnswers {
        let key = AnsweringPartner.Key(id: "theirs", algorithm: .hmac, file: secret)
        return PostedAnswers(
            partners: [AnsweringPartner(id: "schools", clientPins: [], keys: [key])],
            library: try ContractLibrary.load(from: DeliveredStore.contracts),
            outbox: store.outbox,
            time: TimeSource(now: { now }, sleep: { _ in }),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// A post as RFC 9421 has it signed.
    private func post(about delivery: String, signedWith key: SymmetricKey) throws -> Post {
        let file = DeliveredStore.contracts.appending(
            path: "education/1.0/examples/full.answer.json"
        )
        let answer = try String(contentsOf: file, encoding: .utf8)
        let body = Data(
            """
            {"idempotencyKey":"\(delivery)","contentDigest":"\(digest(DeliveredStore.document))",
            "answer":\(answer)}
            """.utf8
        )
        let address = "https://sync.force.example/v1/acknowledgements"
        let parameters =
            #"("@method" "@target-uri" "content-type" "content-digest");created="#
            + #"\#(Int(now.timeIntervalSince1970));keyid="theirs";alg="hmac-sha256""#
        let base = """
            "@method": POST
            "@target-uri": \(address)
            "content-type": application/json
            "content-digest": \(digest(body))
            "@signature-params": \(parameters)
            """
        let signature = Data(HMAC<SHA256>.authenticationCode(for: Data(base.utf8), using: key))
        return Post(
            address: try #require(URL(string: address)),
            headers: [
                "content-type": "application/json", "content-digest": digest(body),
                "signature-input": "sig=\(parameters)",
                "signature": "sig=:\(signature.base64EncodedString()):",
            ],
            body: body,
            clientPin: nil
        )
    }

    private func digest(_ bytes: Data) -> String {
        "sha-256=:\(Data(SHA256.hash(data: bytes)).base64EncodedString()):"
    }
}
