import CProcess

/// Keeps the keys that this process holds from leaving its memory.
package enum ProcessGuard {
    /// Sees to it that no dump of the process is written, whatever it dies of.
    package static func hideMemory() { _ = referral_process_hide_memory() }

    /// Whether no dump can be written.
    package static var isHidden: Bool { referral_process_is_hidden() == 1 }

    /// Keeps what the process has in memory out of the swap; says why it may get there, if so.
    @discardableResult
    package static func lockMemory() -> String? {
        var most: UInt64 = 0
        guard unsafe referral_process_lock_memory(&most) != 0 else { return nil }
        guard most != UInt64.max else { return "the system refused to lock it" }
        return "only \(most >> 10) KiB may be locked"
    }
}
