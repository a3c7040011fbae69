import Hummingbird

/// Turns problems into their answers.
struct ProblemMiddleware: RouterMiddleware {
    @concurrent func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response()
        }
    }
}
