import Database
import ServiceLifecycle

/// The duty that ends the service when its store fails: no worker may go on without it.
struct StoreWatch: Service {
    let database: any SQLDatabase

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await failure in database.failures { throw failure }
        }
    }
}
