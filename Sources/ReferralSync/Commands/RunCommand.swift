import ArgumentParser
import Foundation
import Outbox

/// `run`: background sync.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Deliver in the background, collect answers, and serve the other commands.",
        discussion: """
            Runs until SIGTERM or Ctrl-C, then finishes what is on the wire. SIGHUP reads the \
            contracts and partners anew, whole or not at all; deliveries that are queued already \
            keep their documents. The log goes to standard error.
            """
    )

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        // A partner or a reader of the log that goes away must not end the service.
        signal(SIGPIPE, SIG_IGN)
        try await BackgroundSync(loaded: try await options.load(), time: .system).run()
    }
}
