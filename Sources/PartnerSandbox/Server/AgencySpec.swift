import ArgumentParser
import Contracts

/// An agency as people type it: `ID=CONTRACT/VERSION`, or `ID=CONTRACT/VERSION@PORT` with a listener
/// of its own.
struct AgencySpec: ExpressibleByArgument, Sendable {
    let id: String
    let contract: ContractID
    let port: Int?

    init?(argument: String) {
        guard let match = argument.wholeMatch(of: /([a-z0-9-]+)=([^@]+)(@([0-9]+))?/),
            let contract = ContractID(String(match.2))
        else { return nil }
        id = String(match.1)
        self.contract = contract
        port = match.4.flatMap { Int($0) }
    }
}
