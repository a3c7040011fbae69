import HTTPTypes
import Hummingbird
import Outbox

extension DeskRoutes {
    /// Adds the routes of backups to a router.
    func addBackups(to router: some RouterMethods<some RequestContext>) {
        router.get("/v1/backups") { _, _ in try Response.json(try await desk.backups()) }
        router.post("/v1/backups") { request, _ in
            let order = try await decoded(BackupRequest.self, request).order
            return try Response.json(try await desk.backUp(order))
        }
        router.put("/v1/backups/:backup/verified") { _, context in
            let id = try word("backup", in: context)
            return try Response.json(try await desk.noteVerified(id))
        }
    }
}
