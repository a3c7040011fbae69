import Foundation
import Hummingbird

/// A page of an agency's list of answers to all documents (`partner-api/1.0`).
struct AnswerFeedPage: Sendable {
    private static let entriesMax = 50

    let agency: Agency

    func response(_ request: Request) async throws -> Response {
        let after = request.uri.queryParameters.get("after").flatMap { Int($0) } ?? 0
        let all = await agency.listedAnswers(at: Date())
        let page = all.dropFirst(after).prefix(Self.entriesMax)
        let entries = page.map { key, answer in
            "{\"idempotencyKey\":\"\(key)\",\"answer\":\(answer)}"
        }
        let next = after + page.count
        let body =
            "{\"answers\":[\(entries.joined(separator: ","))],\"next\":\"\(next)\""
            + ",\"hasMore\":\(next < all.count)}"
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: body))
        )
    }
}
