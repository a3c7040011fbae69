import ArgumentParser
import Foundation
import JSONSchema

/// Prints invented referrals as NDJSON.
struct ReferralsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "referrals",
        abstract: "Print invented, varied, valid referrals as NDJSON.",
        discussion: "The same count and seed give the same referrals."
    )

    @Option(help: "How many.") var count = 303
    @Option(help: "Another seed gives other referrals.") var seed: UInt64 = 1
    @Option(help: "The number of the first reference, so that others than before are made.")
    var first = 1
    @Option(help: "How many of them to spoil, each in another way.") var invalid = 0

    func validate() throws {
        guard (0...1_000_000).contains(count) else {
            throw ValidationError("--count is from 0 to 1000000.")
        }
        guard (1...999_999).contains(first) else {
            throw ValidationError("--first is from 1 to 999999.")
        }
    }

    func run() async throws {
        var maker = InventedReferrals(count: count, seed: seed, first: first)
        for (index, referral) in maker.make().enumerated() {
            let text =
                index < invalid
                ? SpoiltReferral.line(of: referral, mistake: index)
                : String(decoding: referral.serialized(), as: UTF8.self)
            FileHandle.standardOutput.write(Data((text + "\n").utf8))
        }
    }
}
