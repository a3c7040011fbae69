/// Why the outbox could not do what was asked.
package enum OutboxError: Error, Equatable, Sendable {
    /// No delivery has this identifier.
    case unknownDelivery(String)
    /// No referral has this identifier or source reference.
    case unknownReferral(String)
    /// The beginning of an identifier fits several.
    case ambiguous(String)
    /// What is due is sealed under a key that this process lacks; the text says what to do.
    case keyLacking(String)
    /// So short a beginning could mean another by a slip of the finger.
    case tooShort(String, atLeast: Int)
    /// The caller has opened or looked for children's details as often within the last hour as anybody may.
    case tooManyReveals(Int)
    /// A token of this name is in use; each program is known by a name of its own.
    case tokenInUse(name: String)
    /// The child's data was erased; nothing more is kept of this delivery.
    case erased(delivery: String)
}
