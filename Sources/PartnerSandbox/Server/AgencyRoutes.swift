import Foundation
import Hummingbird

/// The addresses of the agencies.
struct AgencyRoutes: Sendable {
    let agencies: [String: Agency]
    let board: FaultBoard
    let gate: Gate

    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: ProblemMiddleware())
        router.post("/oauth2/token") { request, _ in
            try await gate.tokens.give(request, at: Date())
        }
        router.post("/agencies/{agency}/referrals") { request, context in
            let agency = try agency(context)
            try await gate.check(request, agency: agency.id)
            return try await Reception(agency: agency, board: board).receive(request, context)
        }
        router.get("/agencies/{agency}/referrals/{key}") { request, context in
            let key = try context.parameters.require("key")
            let agency = try agency(context)
            try await gate.check(request, agency: agency.id)
            return try await StatusAnswer(agency: agency, board: board)
                .answer(request, key: key, context)
        }
        router.get("/agencies/{agency}/answers") { request, context in
            let agency = try agency(context)
            try await gate.check(request, agency: agency.id)
            guard agency.way == .feed else {
                throw Problem(404, "no-list", "This agency lists no answers.")
            }
            return try await AnswerFeedPage(agency: agency).response(request)
        }
        return router
    }

    private func agency(_ context: SandboxContext) throws -> Agency {
        guard let agency = agencies[try context.parameters.require("agency")] else {
            throw Problem(404, "no-such-agency", "There is no such agency here.")
        }
        return agency
    }
}
