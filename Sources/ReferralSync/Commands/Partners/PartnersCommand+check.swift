import ArgumentParser
import Delivery
import DeliveryCurl
import Foundation
import Outbox
import Portal

extension PartnersCommand {
    /// `partners check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Try a partner out: name, TLS, authentication, clock, receipts, answers.",
            discussion: """
                A test referral of an invented child, which says in every field that it is a test, is \
                sent twice under one key, then spoilt. Agree with the partner first, or look without \
                sending: --no-send. Exit code 0 if nothing failed, else 69, or 78 for our own files.
                """
        )

        @Argument(help: "The partner, by its ID.") var partner: String

        @Flag(name: .customLong("no-send"), help: "Send no test referral.")
        var sendsNothing = false

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let loaded = try await options.load()
            let installation = try Installation.load(loaded)
            let settings = try installation.partner(partner)
            let carrier = CurlTransport(connections: try settings.connections())
            defer { carrier.close() }
            let transport = AuthorisedTransport(
                carrier: carrier,
                time: .system,
                makeID: Identifiers.make
            )
            transport.set(try settings.credentials(), of: settings.id)
            let checks = await PartnerProbe(
                settings: settings,
                contract: try installation.contract(of: settings),
                contracts: installation.settings.contracts,
                transport: transport,
                connection: try settings.connection(),
                notSentBecause: try await reason(of: settings, loaded),
                time: .system
            ).checks()
            try checks.show(options, orSay: "")
            let failed = checks.filter { $0.verdict == .fail }
            guard let worst = failed.first else { return }
            throw Complaint(
                worst.status,
                "\(failed.count) of \(checks.count) checks failed; see above."
            )
        }

        /// Why no test referral is sent, if it is not: a paused partner gets nothing at all.
        private func reason(
            of settings: PartnerSettings,
            _ loaded: LoadedSettings
        ) async throws -> String? {
            if sendsNothing { return "--no-send says so." }
            guard loaded.settings.store.mayExist else { return nil }
            let holds = try await DeskDoor(loaded).once { desk in try await desk.holds() }
            return holds.first { $0.partner == settings.id }.map { hold in
                "the partner is paused by \(hold.by): \(hold.reason)."
            }
        }
    }
}
