import Hummingbird
import Referrals

/// Binds whose token or certificate came with a request to everything that it does.
struct BearerMiddleware: RouterMiddleware {
    let rules: @Sendable () -> AccessRules
    let bearer: @Sendable (_ secret: String) async throws -> Caller?
    let noteRefusal: @Sendable (_ action: String, _ caller: Caller) async throws -> Void

    @concurrent func handle(
        _ request: Request,
        context: ReceivingContext,
        next: @concurrent (Request, ReceivingContext) async throws -> Response
    ) async throws -> Response {
        guard let caller = try await caller(request, context) else {
            try await noteRefusal(
                "\(request.method.rawValue) over HTTPS",
                Caller(name: "unknown", roles: [])
            )
            var response = try Response.problem(
                Problem(
                    title: "Unauthorized",
                    status: 401,
                    detail:
                        "Expected a token that is in use (Authorization: Bearer …), or a client "
                        + "certificate that has a role."
                )
            )
            response.headers[.wwwAuthenticate] = "Bearer"
            return response
        }
        return try await Caller.$current.withValue(caller) { try await next(request, context) }
    }

    private func caller(_ request: Request, _ context: ReceivingContext) async throws -> Caller? {
        if let field = request.headers[.authorization] {
            let parts = field.split(separator: " ")
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return try await bearer(String(parts[1]))
        }
        return await context.clientPin.flatMap { rules().caller(withPin: $0) }
    }
}
