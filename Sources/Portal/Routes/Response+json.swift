import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// One document.
    static func json(_ report: some Encodable) throws -> Response {
        Response(mediaType: "application/json", bytes: try WireFormat.encode(report))
    }

    /// One document on each line.
    static func lines(_ reports: [some Encodable]) throws -> Response {
        Response(mediaType: "application/x-ndjson", bytes: try WireFormat.encodeLines(reports))
    }

    /// A problem, with the moment to try again when that may help.
    static func problem(_ problem: Problem, retryAfterSeconds: Int? = nil) throws -> Response {
        var response = Response(
            status: HTTPResponse.Status(code: problem.status),
            mediaType: Problem.mediaType,
            bytes: try WireFormat.encode(problem)
        )
        if let retryAfterSeconds { response.headers[.retryAfter] = "\(retryAfterSeconds)" }
        return response
    }

    private init(status: HTTPResponse.Status = .ok, mediaType: String, bytes: Data) {
        self.init(
            status: status,
            headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
