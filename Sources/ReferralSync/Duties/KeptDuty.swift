import Outbox
import ServiceLifecycle

/// A service that is performed by one process of those that share the store.
struct KeptDuty: Service {
    private let name: String
    private let service: any Service
    private let keeper: DutyKeeper

    init(_ name: String, _ service: any Service, by keeper: DutyKeeper) {
        self.name = name
        self.service = service
        self.keeper = keeper
    }

    func run() async throws {
        try await keeper.perform(name) { try await service.run() }
    }
}
