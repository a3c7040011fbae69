import Hummingbird
import Logging

/// Answers every error with a problem document, and says nothing of what lies behind a surprise.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as DeskError {
            return try answer(error)
        } catch let error as any HTTPResponseError {
            return try .problem(
                Problem(
                    title: error.status.reasonPhrase,
                    status: error.status.code,
                    detail: detail(error.status.code)
                )
            )
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.error("request failed", metadata: ["error.type": "\(type(of: error))"])
            return try .problem(
                Problem(
                    title: "Internal Server Error",
                    status: 500,
                    detail: "This is a fault of the service. Its log says more; please report it."
                )
            )
        }
    }

    private func answer(_ error: DeskError) throws -> Response {
        switch error {
        case .notFound(let text):
            try .problem(Problem(title: "Not Found", status: 404, detail: text))
        case .badRequest(let text):
            try .problem(Problem(title: "Bad Request", status: 400, detail: text))
        case .notAllowed(let text):
            try .problem(Problem(title: "Forbidden", status: 403, detail: text))
        case .unavailable(let text):
            try .problem(Problem(title: "Service Unavailable", status: 503, detail: text))
        case .cannotWrite(let text):
            try .problem(Problem(title: "Insufficient Storage", status: 507, detail: text))
        case .tryLater(let text):
            try .problem(
                Problem(
                    type: Problem.tryLater,
                    title: "Try Later",
                    status: 503,
                    detail: text
                ),
                retryAfterSeconds: 1
            )
        }
    }

    private func detail(_ status: Int) -> String {
        switch status {
        case 404: "There is no such address. They are described in service-api/1.0."
        case 413:
            "The body is longer than \(WireFormat.bodyBytesMax >> 20) MiB. Send it in parts."
        default: "The request cannot be understood."
        }
    }
}
