import Hummingbird
import Referrals
import Synchronization

/// Binds whose token or certificate came with a request to everything that it does.
struct BearerMiddleware: RouterMiddleware {
    let rules: @Sendable () -> AccessRules
    let bearer: @Sendable (_ secret: String) async throws -> Caller?
    let noteRefusal: @Sendable (Refusal) async throws -> Void
    private let strangers = Strangers()

    init(
        rules: @escaping @Sendable () -> AccessRules,
        bearer: @escaping @Sendable (_ secret: String) async throws -> Caller?,
        noteRefusal: @escaping @Sendable (Refusal) async throws -> Void
    ) {
        self.rules = rules
        self.bearer = bearer
        self.noteRefusal = noteRefusal
    }

    @concurrent func handle(
        _ request: Request,
        context: ReceivingContext,
        next: @concurrent (Request, ReceivingContext) async throws -> Response
    ) async throws -> Response {
        guard let caller = try await caller(request, context) else {
            if let count = strangers.count() {
                try await noteRefusal(
                    Refusal(
                        "\(request.method.rawValue) over HTTPS, \(count) since the last such entry",
                        of: Caller(name: "unknown", roles: [])
                    )
                )
            }
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
        return try await Caller.$current.withValue(caller.remote) {
            try await next(request, context)
        }
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

/// Counts requests of nobody known, so that they fill no log: one entry a minute tells of them.
private final class Strangers: Sendable {
    private static let every: Duration = .seconds(60)
    private let state = Mutex<(count: Int, told: ContinuousClock.Instant?)>((0, nil))

    /// Counts one; returns how many there are to tell of, if it is time to.
    func count() -> Int? {
        let now = ContinuousClock.now
        return state.withLock { state in
            state.count += 1
            if let told = state.told, now - told < Self.every { return nil }
            defer { state = (0, now) }
            return state.count
        }
    }
}
