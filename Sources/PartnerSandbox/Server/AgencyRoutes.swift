import Hummingbird

/// The addresses of the agencies.
struct AgencyRoutes: Sendable {
    let agencies: [String: Agency]
    let board: FaultBoard

    var router: Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: ProblemMiddleware())
        router.post("/agencies/{agency}/referrals") { request, context in
            try await Reception(agency: try agency(context), board: board)
                .receive(request, context)
        }
        router.get("/agencies/{agency}/referrals/{key}") { request, context in
            let key = try context.parameters.require("key")
            return try await StatusAnswer(agency: try agency(context), board: board)
                .answer(request, key: key, context)
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
