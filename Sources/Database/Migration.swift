/// One step of the schema, never edited after it was released.
package struct Migration: Sendable {
    /// The place of this step in the order, from 1.
    package let number: Int

    /// What the step does, in a few words.
    package let name: String

    /// The statements of the step, in order, for each database.
    package let statements: @Sendable (SQLDialect) -> [String]

    /// Describes one step.
    package init(
        _ number: Int,
        _ name: String,
        statements: @escaping @Sendable (SQLDialect) -> [String]
    ) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}
