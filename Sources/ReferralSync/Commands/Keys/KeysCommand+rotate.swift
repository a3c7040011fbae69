import ArgumentParser
import Oversight
import Portal
import Vault

extension KeysCommand {
    /// `keys rotate`.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Wrap all children's keys under the newest key of the key file.",
            discussion: """
                Services go on meanwhile: nothing that is sealed is written anew, only the wrapping. It \
                may be interrupted; the same command goes on with what is left. On a store that \
                several machines share it begins only when every service there has read the new key.
                """
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let console = options.console
            let loaded = try await options.load()
            let door = DeskDoor(loaded)
            // Whoever may not read the file leaves it to the service which key is the newest.
            let newest = try? loaded.settings.keys.load(for: .administration).newest.id
            let first = RotationOrder(key: newest)
            var total: RotationReport
            do {
                total = try await step(first, at: door)
                while total.next != nil {
                    if console.hasMessageTerminal { console.draw("\r\(total.rewrapped) keys ") }
                    let next = RotationOrder(key: total.key, after: total.next)
                    let report = try await step(next, at: door)
                    total.rewrapped += report.rewrapped
                    total.unopened += report.unopened
                    total.next = report.next
                }
            } catch {
                await door.close()
                throw error
            }
            await door.close()
            try show(total)
        }

        private func step(
            _ order: RotationOrder,
            at door: DeskDoor
        ) async throws -> RotationReport {
            try await door.use { desk in try await desk.carryOut(order) }
        }

        private func show(_ report: RotationReport) throws {
            if options.json {
                try options.console.write(WireFormat.encodeLines([report]))
            } else {
                try options.console.print(
                    "\(report.rewrapped) keys were wrapped anew; all new ones are wrapped under "
                        + "\(report.key)."
                )
            }
            guard report.unopened > 0 else { return }
            throw Complaint(
                .unavailable,
                "\(report.unopened) keys do not open and stayed as they were: their rows were altered, or "
                    + "the key file lacks their key. See: referral-sync keys list"
            )
        }
    }
}
