import Acknowledgements
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// What partners may ask of us: to keep their answers (`service-api/1.0`).
struct AnswerRoutes: Sendable {
    /// The longest post.
    static let bytesMax = 1 << 20

    let answers: @Sendable () -> PostedAnswers
    let logger: Logger

    func add(to router: Router<ReceivingContext>) {
        router.add(middleware: ReceivingProblems(logger: logger))
        router.post("/v1/acknowledgements") { request, context in
            let type = request.headers[.contentType] ?? ""
            guard type.lowercased().hasPrefix("application/json") else {
                throw HTTPError(.unsupportedMediaType)
            }
            let results = try await answers().take(try await post(request, context))
            return try response(results)
        }
    }

    private func post(_ request: Request, _ context: ReceivingContext) async throws -> Post {
        let body = Data(try await request.body.collect(upTo: Self.bytesMax).readableBytesView)
        let authority = request.head.authority ?? ""
        guard let address = URL(string: "https://\(authority)\(request.uri.string)") else {
            throw HTTPError(.badRequest)
        }
        var headers = Dictionary(
            request.headers.map { ($0.name.canonicalName, $0.value) },
            uniquingKeysWith: { "\($0), \($1)" }
        )
        headers["host"] = authority
        return Post(
            address: address,
            headers: headers,
            body: body,
            clientPin: await context.clientPin
        )
    }

    /// Each answer has its own result; the status is that of the whole.
    private func response(_ results: [PostResult]) throws -> Response {
        struct Body: Encodable { let results: [PostResult] }
        var response = try Response.json(Body(results: results))
        if results.allSatisfy({ $0.result == .refused }) { response.status = .unprocessableContent }
        return response
    }
}

/// Answers every error with a problem document, and says nothing of what lies behind a surprise.
private struct ReceivingProblems: RouterMiddleware {
    let logger: Logger

    @concurrent func handle(
        _ request: Request,
        context: ReceivingContext,
        next: @concurrent (Request, ReceivingContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as PostRefusal {
            return try .problem(
                Problem(
                    title: refusal.title,
                    status: refusal.status,
                    detail: refusal.reason
                )
            )
        } catch let error as any HTTPResponseError {
            return try .problem(
                Problem(
                    title: error.status.reasonPhrase,
                    status: error.status.code,
                    detail: detail(error.status.code)
                )
            )
        } catch {
            if let error = DeskError(explaining: error) {
                logger.error(
                    "posted answers not kept",
                    metadata: ["reason": "\(error.message)"]
                )
            } else {
                logger.error("request failed", metadata: ["error.type": "\(type(of: error))"])
            }
            return try .problem(
                Problem(
                    type: Problem.tryLater,
                    title: "Service Unavailable",
                    status: 503,
                    detail: "Nothing of this is kept for certain. Send the same again later."
                ),
                retryAfterSeconds: 30
            )
        }
    }

    private func detail(_ status: Int) -> String {
        switch status {
        case 404:
            "There is no such address, or it is asked by another method. Partners post to "
                + "/v1/acknowledgements; programs with a token use the others of service-api/1.0, such "
                + "as /v1/health, /v1/referrals and /v1/queue."
        case 413: "The body is longer than \(AnswerRoutes.bytesMax >> 20) MiB. Post fewer answers."
        default: "Expected POST /v1/acknowledgements with JSON, as service-api/1.0 says."
        }
    }
}
