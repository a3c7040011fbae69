package import Foundation

/// Checks that contracts can be trusted, without sending anything.
package struct ContractChecker: Sendable {
    private let sources: [ContractSource]
    private let canonical: CanonicalForms
    private let limit: Duration

    /// Reads what all contracts of a folder are measured by.
    ///
    /// - Parameters:
    ///   - root: the folder of the contracts.
    ///   - limit: the time of the processor that the programs of one contract may take.
    /// - Throws: that one of the forms that others are measured by cannot be read.
    package init(root: URL, limit: Duration? = nil) throws(ContractError) {
        self.limit = limit ?? ContractCheck.usualLimit
        sources = try ContractSource.all(in: root)
        canonical = try CanonicalForms(of: sources, in: root)
    }

    /// Checks all contracts, or some of them.
    package func check(_ isMeant: (ContractID) -> Bool = { _ in true }) -> [ContractReport] {
        sources.filter { isMeant($0.id) }.map { source in
            let older = sources.map(\.id).filter { $0.name == source.id.name && $0 < source.id }
            var check = ContractCheck(
                source: source,
                canonical: canonical,
                previous: older.max(),
                limit: limit
            )
            check.run()
            return check.report
        }
    }
}
