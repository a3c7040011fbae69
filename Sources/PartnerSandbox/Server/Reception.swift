import Contracts
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import JSONSchema
import NIOCore

/// Receives one document: checks it as `partner-api/1.0` says, and does wrong on demand.
struct Reception: Sendable {
    /// The longest document.
    private static let bytesMax = 1 << 20

    /// The connection was cut instead of answering.
    struct Cut: Error {}

    let agency: Agency
    let board: FaultBoard

    func receive(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fault = board.next(for: agency.id)
        if fault?.kind == .refuse || fault?.kind == .closeBeforeBody { try await cut(context) }
        if fault?.kind == .closeDuringBody {
            for try await _ in request.body { break }
            try await cut(context)
        }
        let body = try await read(request)
        var visit = Visit(
            agency: agency.id,
            body: body,
            key: Self.key(request),
            fault: fault?.text,
            certificate: await context.clientCertificate
        )
        visit.auditCheckpoint = HTTPField.Name("Audit-Checkpoint").flatMap {
            request.headers[$0]
        }
        if let response = try await misbehave(fault, &visit, context) { return response }
        return try await take(&visit, request, fault, context)
    }

    private func read(_ request: Request) async throws -> Data {
        do {
            return Data(try await request.body.collect(upTo: Self.bytesMax).readableBytesView)
        } catch {
            throw Problem(413, "too-long", "The document is longer than 1 MiB.")
        }
    }

    /// Faults that keep the agency from looking at the document.
    private func misbehave(
        _ fault: Fault?,
        _ visit: inout Visit,
        _ context: SandboxContext
    ) async throws -> Response? {
        switch fault?.kind {
        case .closeAfterBody:
            try agency.journal.add(visit.entry(status: nil))
            try await cut(context)
        case .status(let code, let retryAfter):
            var headers: HTTPFields = [:]
            headers[.retryAfter] = retryAfter
            try agency.journal.add(visit.entry(status: code))
            return Problem(code, "fault", "This agency fails on demand.").response(headers)
        case .reject(let code):
            try agency.journal.add(visit.entry(status: code))
            return Problem(
                code,
                "not-accepted",
                "The document is not accepted by our case system",
                errors: [.init(pointer: "", message: "Refused on demand.")]
            ).response()
        case .slow(let time):
            try await Task.sleep(for: time)
        default: break
        }
        return nil
    }

    private func take(
        _ visit: inout Visit,
        _ request: Request,
        _ fault: Fault?,
        _ context: SandboxContext
    ) async throws -> Response {
        do {
            try check(request, visit)
        } catch let problem as Problem {
            try agency.journal.add(visit.entry(status: problem.status))
            throw problem
        }
        guard let key = visit.key else { throw Problem(400, "no-key", "No key.") }
        let isWithdrawal = visit.message != nil
        switch await agency.begin(
            key,
            digest: visit.digest,
            isWithdrawal: isWithdrawal,
            at: Date()
        ) {
        case .otherBytes:
            try agency.journal.add(visit.entry(status: 422))
            throw Problem(
                422,
                "idempotency-key-reused",
                "This key was used for another document."
            )
        case .inProgress:
            var headers: HTTPFields = [:]
            headers[.retryAfter] = "1"
            return Problem(409, "in-progress", "This document is being worked on.")
                .response(headers)
        case .again(let document):
            visit.isRepeat = true
            return try await answer(document, 200, visit, key, fault, context)
        case .new(let document):
            visit.isEffective = true
            visit.receiptID = document.receiptID
            do {
                let status = fault?.kind == .closeAfterProcessing ? nil : 201
                try agency.journal.add(visit.entry(status: status))
            } catch {
                await agency.end(key, nil)
                throw error
            }
            await agency.end(key, document)
            return try await answer(document, 201, visit, key, fault, context)
        }
    }

    private func answer(
        _ document: Agency.Taken,
        _ status: Int,
        _ visit: Visit,
        _ key: String,
        _ fault: Fault?,
        _ context: SandboxContext
    ) async throws -> Response {
        if visit.isRepeat { try agency.journal.add(visit.entry(status: status)) }
        if fault?.kind == .closeAfterProcessing { try await cut(context) }
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/json"
        var body = try ReceiptText.text(document, fault?.kind)
        switch agency.way {
        case .poll: headers[.location] = "/agencies/\(agency.id)/referrals/\(key)"
        case .receipt:
            let answers = await agency.answers(to: key, at: Date()).joined(separator: ",")
            body = body.dropLast() + Data(",\"answers\":[\(answers)]}".utf8)
        case .feed, .post: break
        }
        return Response(
            status: .init(code: status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    /// What `partner-api/1.0` asks of a request.
    private func check(_ request: Request, _ visit: Visit) throws {
        // Parameters, such as a version, say how the document is to be read, not what it is.
        let media = { (field: String) in field.split(separator: ";").first }
        guard media(request.headers[.contentType] ?? "") == media(agency.contract.about.mediaType)
        else {
            throw Problem(
                415,
                "media-type",
                "Expected the media type \(agency.contract.about.mediaType)."
            )
        }
        guard visit.key != nil else {
            throw Problem(
                400,
                "no-idempotency-key",
                "Expected an Idempotency-Key, a text in quotation marks."
            )
        }
        guard request.headers[.contentDigest] == visit.digest else {
            throw Problem(
                400,
                "digest",
                "Expected a Content-Digest (sha-256) of exactly these bytes."
            )
        }
        guard let document = try? JSONValue(parsing: visit.body) else {
            throw Problem(400, "not-json", "Expected JSON.")
        }
        let violations = agency.contract.check(document)
        guard violations.isEmpty else {
            throw Problem(
                422,
                "contract",
                "The document does not fit the contract",
                errors: violations.map {
                    .init(pointer: $0.instancePointer.description, message: $0.message)
                }
            )
        }
    }

    /// The key as a structured field string (RFC 8941): in quotation marks.
    private static func key(_ request: Request) -> String? {
        guard let field = request.headers[.idempotencyKey],
            let match = field.wholeMatch(of: /"([A-Za-z0-9-]{1,64})"/)
        else { return nil }
        return String(match.1)
    }

    private func cut(_ context: SandboxContext) async throws -> Never {
        await context.cut()
        throw Cut()
    }
}
