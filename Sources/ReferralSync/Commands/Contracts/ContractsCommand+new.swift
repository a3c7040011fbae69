import ArgumentParser
import Contracts
import Foundation

extension ContractsCommand {
    /// `contracts new`.
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Begin a contract as a copy of another; the copy passes `contracts check`."
        )

        @Argument(
            help: ArgumentHelp(
                "The new contract: NAME for its version 1.0, or NAME/VERSION.",
                valueName: "name"
            )
        )
        var name: String

        @Option(
            help: ArgumentHelp(
                "The contract to copy: NAME for its newest version, or NAME/VERSION.",
                valueName: "template"
            )
        )
        var from: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let settings = try await options.load().settings
            let id = try Self.newID(name)
            let template = try Self.template(from, in: try ContractLibrary.load(settings))
            let folder = try ContractTemplate(template, in: settings.contracts).begin(id)
            try options.console.print(folder.path(percentEncoded: false))
            options.console.say(
                "\(id) is a draft after \(template). Change its files, then: "
                    + "referral-sync contracts check \(folder.path(percentEncoded: false))"
            )
        }

        private static func newID(_ name: String) throws -> ContractID {
            let text = name.contains("/") ? name : "\(name)/1.0"
            guard text.count <= 70, let id = ContractID(text), id.isWellFormed, !id.isCanonical
            else {
                throw Complaint(
                    .usage,
                    "\(name) cannot be a partner's contract. Expected small letters, digits and "
                        + "hyphens, other than `referral` and `acknowledgement`, and a version "
                        + "such as /1.1 behind them if it is not 1.0."
                )
            }
            return id
        }

        private static func template(
            _ text: String,
            in library: ContractLibrary
        ) throws -> ContractID {
            let known = library.contracts.map(\.id)
            let found = ContractID(text).flatMap { id in known.first { $0 == id } }
            if let found = found ?? known.filter({ $0.name == text }).max() { return found }
            let names = known.map(\.description)
            let meant = NearestWord.nearest(to: text, among: names + known.map(\.name))
            throw Complaint(
                .badData,
                "There is no contract \(text). "
                    + (meant.map { "Did you mean \($0)?" }
                        ?? "Known contracts: \(names.joined(separator: ", ")).")
            )
        }
    }
}
