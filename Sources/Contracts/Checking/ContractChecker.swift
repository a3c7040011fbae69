package import Foundation

/// Checks that contracts can be trusted, without sending anything.
package struct ContractChecker: Sendable {
    private let sources: [ContractSource]
    private let canonical: CanonicalForms

    /// Reads what all contracts of a folder are measured by.
    package init(root: URL) throws(ContractError) {
        sources = try ContractSource.all(in: root)
        canonical = try CanonicalForms(of: sources, in: root)
    }

    /// Checks all contracts, or some of them.
    package func check(_ isMeant: (ContractID) -> Bool = { _ in true }) -> [ContractReport] {
        sources.filter { isMeant($0.id) }.map { source in
            let older = sources.map(\.id).filter { $0.name == source.id.name && $0 < source.id }
            var check = ContractCheck(source: source, canonical: canonical, previous: older.max())
            check.run()
            return check.report
        }
    }
}
