import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceLifecycle

/// Posts an agency's answers to the service, each until it is taken.
struct AnswerPost: Service {
    private static let lookEvery: Duration = .milliseconds(50)
    private static let again: Duration = .milliseconds(300)

    let agency: Agency
    let address: String
    let signer: PostSigner?
    let fault: PostFault.Kind?
    let certificates: URL
    /// What was posted, and what came back, a line for each request.
    let record: PostRecord

    func run() async throws {
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: try tls())
        )
        await cancelWhenGracefulShutdown {
            var done: Set<String> = []
            while !Task.isCancelled {
                for (key, digest, answers) in await agency.allAnswers(at: Date()) {
                    for (index, answer) in answers.enumerated()
                    where !done.contains("\(key)/\(index)") {
                        if await post(answer, to: key, digest, by: client) {
                            done.insert("\(key)/\(index)")
                        } else {
                            try? await Task.sleep(for: Self.again)
                        }
                    }
                }
                try? await Task.sleep(for: Self.lookEvery)
            }
        }
        try await client.shutdown()
    }

    private func tls() throws -> TLSConfiguration {
        let path = { (name: String) in certificates.appending(path: name).path }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("ca.pem")))
        // Its own client certificate, if one was made for it.
        guard FileManager.default.fileExists(atPath: path("\(agency.id).pem")) else { return tls }
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(path("\(agency.id).pem"))
            .map { .certificate($0) }
        tls.privateKey = .privateKey(
            try NIOSSLPrivateKey(file: path("\(agency.id).key"), format: .pem)
        )
        return tls
    }

    /// Posts one answer; whether it need not be posted again.
    private func post(
        _ answer: String,
        to key: String,
        _ digest: String,
        by client: HTTPClient
    ) async -> Bool {
        let key = fault == .unknownKey ? "no-such-key" : key
        let about =
            fault == .otherDigest
            ? "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:" : digest
        let body =
            "{\"idempotencyKey\":\"\(key)\",\"contentDigest\":\"\(about)\",\"answer\":\(answer)}"
        do {
            let request = try request(body)
            let repeats = fault == .replay ? 2 : 1
            var isTaken = false
            for _ in 0..<repeats {
                let response = try await client.execute(request, timeout: .seconds(10))
                let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
                record.add(agency: agency.id, key: key, status: response.status.code, answer: text)
                isTaken = isTaken || response.status.code < 500
            }
            return isTaken
        } catch {
            return false
        }
    }

    private func request(_ body: String) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        let digest = "sha-256=:\(Data(SHA256.hash(data: Data(body.utf8))).base64EncodedString()):"
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "content-digest", value: digest)
        if let signer, fault != .unsigned {
            let signedDigest =
                fault == .forged
                ? "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:" : digest
            let created = fault == .stale ? Date().addingTimeInterval(-3600) : Date()
            for (name, value) in try signer.fields(
                address: address,
                digest: signedDigest,
                at: created
            ) { request.headers.add(name: name, value: value) }
        }
        request.body = .bytes(ByteBuffer(string: body))
        return request
    }
}
