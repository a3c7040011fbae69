import Foundation
import Hummingbird
import ServiceLifecycle

/// An agency's own port, which is really closed while the agency refuses connections.
struct OwnListener: Service {
    /// How often the faults are looked at.
    private static let lookEvery: Duration = .milliseconds(50)

    let agency: String
    let port: Int
    let server: SandboxServer
    let board: FaultBoard

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if board.isRefusing(agency) {
                    try? await Task.sleep(for: Self.lookEvery)
                } else {
                    try await listenUntilRefusing()
                }
            }
        }
    }

    private func listenUntilRefusing() async throws {
        let application = try server.application(port: port) { _ in }
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            group.addTask {
                while !Task.isCancelled, !board.isRefusing(agency) {
                    try? await Task.sleep(for: Self.lookEvery)
                }
            }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }
}
