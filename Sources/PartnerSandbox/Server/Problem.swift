import Foundation
import HTTPTypes
import Hummingbird

/// An error answer (RFC 9457).
struct Problem: Encodable, Error {
    /// One place in the document.
    struct Entry: Encodable {
        let pointer: String
        let message: String
    }

    let type: String
    let title: String
    let status: Int
    var detail: String?
    var errors: [Entry]?

    init(
        _ status: Int,
        _ name: String,
        _ title: String,
        detail: String? = nil,
        errors: [Entry]? = nil
    ) {
        type = "https://partner.example/problems/\(name)"
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = errors
    }

    func response(_ more: HTTPFields = [:]) -> Response {
        var headers = more
        headers[.contentType] = "application/problem+json"
        return Response(
            status: .init(code: status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: (try? JSONEncoder().encode(self)) ?? Data()))
        )
    }
}
