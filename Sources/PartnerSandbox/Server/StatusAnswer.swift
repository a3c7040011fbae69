import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers questions about a document: its receipt, and the agency's answers so far.
struct StatusAnswer: Sendable {
    let agency: Agency
    let board: FaultBoard

    func answer(_ request: Request, key: String, _ context: SandboxContext) async throws -> Response
    {
        if board.isRefusing(agency.id) {
            await context.cut()
            throw Reception.Cut()
        }
        guard let document = await agency.document(key) else {
            throw Problem(404, "unknown", "No document came under this key.")
        }
        var answers = await agency.answers(to: key, at: Date())
        if agency.way != .poll { answers = [] }
        if board.repeatsAnswers(of: agency.id) { answers += answers }
        let tag = "\"\(answers.count)\""
        var headers: HTTPFields = [:]
        headers[.eTag] = tag
        if request.headers[.ifNoneMatch] == tag {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        // The answers are texts of the contract's examples, so they are put in as they are.
        let receipt = String(decoding: try ReceiptText.text(document, nil), as: UTF8.self)
        let body = receipt.dropLast() + ",\"answers\":[\(answers.joined(separator: ","))]}"
        return Response(
            status: .ok,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: String(body)))
        )
    }
}
