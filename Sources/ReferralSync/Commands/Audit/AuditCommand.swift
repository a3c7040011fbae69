import ArgumentParser

/// `audit`: who did what with a child's data.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read, verify, prove and export the log of everything that was done.",
        discussion: """
            Every collection, alteration, consultation, disclosure, combination and erasure of a child's \
            data is in the log (Data Protection Act 2018, section 62), written in the transaction of \
            what it records. The log is a Merkle tree (RFC 6962) whose signed checkpoints travel to the \
            partners with each delivery, so that nobody can rewrite it unseen.
            """,
        subcommands: [List.self, Verify.self, Prove.self, Export.self]
    )
}
