import ArgumentParser
import Contracts
import Foundation

/// `contracts`: what partners agreed to receive.
struct ContractsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contracts",
        abstract: "Show, check, try and begin contracts.",
        subcommands: [List.self, Check.self, Preview.self, New.self],
        defaultSubcommand: List.self
    )

    /// `contracts list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the contracts: title, recipient, status."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let settings = try await options.load().settings
            let facts = try ContractLibrary.load(settings).contracts
                .map { ContractFacts($0.about) }
            try facts.show(
                options,
                orSay: "There are no partner contracts in \(settings.contracts.path)."
            )
        }
    }
}
