import ArgumentParser
import Contracts
import Delivery
import Foundation
import Intake
import Portal

extension ContractsCommand {
    /// `contracts preview`.
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Show exactly what a partner would receive of a referral; store nothing."
        )

        @Argument(help: ArgumentHelp("A file of referrals, or -.", valueName: "referral-file"))
        var file: String

        @Option(help: ArgumentHelp("The partner, by its ID.", valueName: "id"))
        var partner: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let console = options.console
            let installation = try Installation.load(try await options.load())
            let settings = try installation.partner(partner)
            let contract = try installation.contract(of: settings)
            let previewer = Previewer(
                library: installation.library,
                contract: contract,
                partner: settings.partner
            )
            var refused = 0
            for document in try InputFile.documents(in: try InputFile.checked(file)) {
                let outcome: Previewer.Outcome
                do { outcome = try previewer.preview(document) } catch {
                    throw Complaint(.badData, "Line \(document.line): \(error.message)")
                }
                switch outcome {
                case .preview(let preview):
                    let request = PreviewedRequest(preview, to: settings, by: contract)
                    if options.json {
                        try console.write(WireFormat.encodeLines([request]))
                    } else {
                        try console.print(request.text)
                    }
                    if let note = request.note { console.say(note) }
                case .refused(let line):
                    refused += 1
                    if options.json { try console.write(WireFormat.encodeLines([line])) }
                    console.say(
                        "\(line.sourceReference ?? "line \(line.line)") would be refused:"
                    )
                    for problem in line.problems {
                        let place = problem.pointer.isEmpty ? "the top" : problem.pointer
                        console.say("  \(place): \(problem.message)")
                    }
                }
            }
            guard refused == 0 else {
                throw Complaint(.badData, "\(refused) refused. Correct them and try again.")
            }
        }
    }
}
