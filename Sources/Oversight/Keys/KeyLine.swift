/// One key-encryption key, as people see it.
package struct KeyLine: Codable, Sendable, Equatable {
    /// What a key is for.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// New keys are wrapped under it.
        case current
        /// The newest of the key file, which the next rotation goes to.
        case next
        /// It was made after the current one, and another after it; nothing was ever wrapped under it.
        case unused
        /// It only opens what is still wrapped under it.
        case old
    }

    package let id: String
    package let state: State
    /// Whether it is in the key file of the service that was asked.
    package let inFile: Bool
    /// How many children's keys are wrapped under it.
    package let children: Int
    /// How many secrets of the store itself are.
    package let secrets: Int
    /// The processes at work on the store that lack it.
    package let lackedBy: [String]

    /// Why it may not be taken out of the key file, and what to do about it; nil when it may.
    package var needed: String? {
        guard state != .current else {
            return
                "The key \(id) is the current one: new keys are wrapped under it. First make another "
                + "and use it: referral-sync keys create, then referral-sync keys rotate"
        }
        guard children + secrets == 0 else {
            return
                "The key \(id) is still needed: \(children + secrets) keys in the store are wrapped "
                + "under it. First wrap them under the newest: referral-sync keys rotate"
        }
        return nil
    }
}
