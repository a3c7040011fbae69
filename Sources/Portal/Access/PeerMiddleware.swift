import Foundation
import Hummingbird
import Referrals

/// Binds who is at the other end of the local socket to everything that a request does.
struct PeerMiddleware: RouterMiddleware {
    let rules: @Sendable () -> AccessRules

    @concurrent func handle(
        _ request: Request,
        context: PeerContext,
        next: @concurrent (Request, PeerContext) async throws -> Response
    ) async throws -> Response {
        guard let user = await context.user else {
            throw DeskError.notAllowed("It cannot be found out which user asks.")
        }
        let caller = rules().caller(SystemUser(id: user), owner: geteuid())
        return try await Caller.$current.withValue(caller) { try await next(request, context) }
    }
}
