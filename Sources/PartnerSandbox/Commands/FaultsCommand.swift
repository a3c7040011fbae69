import ArgumentParser
import Foundation
import FoundationNetworking

/// Shows or changes the faults of a running sandbox.
struct FaultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Show or change what goes wrong in a running sandbox.",
        discussion: "Actions: show, clear, or set with new faults, which replace all others."
    )

    /// What to do.
    enum Action: String, ExpressibleByArgument, CaseIterable {
        case show
        case clear
        case set
    }

    @Option(help: "The port that `serve --control` printed.") var control: Int
    @Argument var action: Action = .show
    @Argument(help: ArgumentHelp("The new faults.", discussion: Fault.form)) var faults: [String] =
        []

    func run() async throws {
        try await Complaint.told {
            guard let url = URL(string: "http://127.0.0.1:\(control)/faults") else { return }
            var request = URLRequest(url: url)
            switch action {
            case .show: request.httpMethod = "GET"
            case .clear: request.httpMethod = "DELETE"
            case .set:
                for fault in faults { _ = try Fault(fault) }
                request.httpMethod = "PUT"
                request.httpBody = Data(faults.joined(separator: "\n").utf8)
            }
            do {
                let (answer, _) = try await URLSession.shared.data(for: request)
                print(String(decoding: answer, as: UTF8.self), terminator: "")
            } catch {
                throw Complaint(
                    "no sandbox listens at port \(control); start it with --control",
                    code: Complaint.unavailable
                )
            }
        }
    }
}
