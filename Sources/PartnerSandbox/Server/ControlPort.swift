import Foundation
import Hummingbird
import Logging

/// A plain port of this machine on which faults are shown and changed while the sandbox runs.
struct ControlPort {
    let board: FaultBoard
    let logger: Logger

    func application(
        port: Int,
        running: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        let board = board
        router.get("/faults") { _, _ in board.texts.map { $0 + "\n" }.joined() }
        router.delete("/faults") { _, _ -> HTTPResponse.Status in
            board.replace(by: [])
            return .noContent
        }
        router.put("/faults") { request, _ -> HTTPResponse.Status in
            let text = String(buffer: try await request.body.collect(upTo: 64 << 10))
            do {
                board.replace(by: try text.split(separator: "\n").map { try Fault(String($0)) })
            } catch let complaint as Complaint {
                throw HTTPError(.badRequest, message: complaint.sentence)
            }
            return .noContent
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await running(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }
}
