import ArgumentParser

/// Why something is done, for the audit log; only who may read the log and opens the store sees it.
struct ReasonOption: ParsableArguments {
    @Option(help: "Why; it is kept sealed in the audit log.")
    var reason: String?
}
