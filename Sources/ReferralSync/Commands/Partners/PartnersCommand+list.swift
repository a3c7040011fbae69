import ArgumentParser
import Outbox
import Portal

extension PartnersCommand {
    /// `partners list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the partners: contract, coverage, address, certificate, whether paused."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let loaded = try await options.load()
            let partners = try PartnerFolder.load(loaded)
            // What is agreed is shown also when the store cannot be asked.
            let holds = (try? await DeskDoor(loaded).once { try await $0.holds() }) ?? []
            let facts = partners.map { partner in
                PartnerFacts(partner, hold: holds.first { $0.partner == partner.id })
            }
            try facts.show(options, orSay: "There are no partners yet. Add a file for each.")
        }
    }
}
