/// One step of the schema, never edited after it was released.
package struct Migration: Sendable {
    /// What a step means for programs that do not know it.
    package enum Kind: Sendable {
        /// It only adds: older programs go on beside newer ones.
        case expansion
        /// It changes or takes away what older programs use: they must be stopped first.
        case contraction
    }

    /// The place of this step in the order, from 1.
    package let number: Int

    /// What the step does, in a few words.
    package let name: String

    package let kind: Kind

    /// The statements of the step, in order, for each database.
    package let statements: @Sendable (SQLDialect) -> [String]

    /// Describes one step.
    package init(
        _ number: Int,
        _ name: String,
        _ kind: Kind = .contraction,
        statements: @escaping @Sendable (SQLDialect) -> [String]
    ) {
        self.number = number
        self.name = name
        self.kind = kind
        self.statements = statements
    }
}
