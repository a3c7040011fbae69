import Outbox

extension RestoreReport {
    /// How many keys are named.
    private static let namesMax = 20

    /// What was found, a line each.
    var lines: [String] {
        let states = DeliveryState.allCases.compactMap { state in
            deliveries[state.rawValue].map { "\($0) \(state.rawValue)" }
        }
        var lines = [
            "State of \(Moments.text(madeAt)), made by version \(program)",
            "\(tables.reduce(0) { $0 + $1.rows }) rows in \(tables.count) tables, equal to the backup's by count and SHA-256",
            "\(referrals) referrals; deliveries: "
                + (states.isEmpty ? "none" : states.joined(separator: ", ")),
            "\(opened) sealed values opened",
            "\(madeUncertain) deliveries became uncertain, because they may have been sent after the backup",
        ]
        guard !keysMissing.isEmpty else { return lines }
        let rest = keysMissing.count - Self.namesMax
        lines.append(
            "\(keysMissing.count) children's keys are not there: what they sealed (\(unreadable) values) is "
                + "erased or cannot be read: "
                + keysMissing.prefix(Self.namesMax).joined(separator: ", ")
                + (rest > 0 ? " and \(rest) more" : "")
        )
        return lines
    }

    /// What a person must do after a restore.
    var advice: [String] {
        [
            "What was submitted after \(Moments.text(madeAt)) is not in it: submit it again from the case "
                + "system. What is there already is recognised.",
            "Children who were erased after it are back, unless the newest keys file was given with --keys: "
                + "erase them again; the certificates that were printed name them.",
            "Legal holds, reviews and pauses that were ordered after it are gone: order them again. All "
                + "tokens are revoked, because some may have been since: referral-sync tokens create",
            "Start the service: it asks each partner about what is uncertain before it sends anything.",
        ]
            + (deliveries[DeliveryState.parked.rawValue] == nil
                ? []
                : [
                    "Parked deliveries may have been sent by hand after the backup: ask the partner "
                        + "before you resend one."
                ])
    }
}
