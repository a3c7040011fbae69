import ArgumentParser

/// The word that something is meant which cannot be undone.
struct Confirmation: ParsableArguments {
    @Flag(help: "Confirm that it is meant: it cannot be undone.")
    var yes = false

    /// Throws, naming the command that shows what it would be done to, unless it is confirmed.
    func check(see command: String) throws(Complaint) {
        guard !yes else { return }
        throw Complaint(
            .usage,
            "This cannot be undone. See what it is done to with: referral-sync \(command)\n"
                + "Then give the same command with --yes."
        )
    }
}
