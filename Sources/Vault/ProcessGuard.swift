import CProcess

/// Keeps the keys that this process holds from leaving its memory.
package enum ProcessGuard {
    /// Sees to it that no dump of the process is written, whatever it dies of.
    ///
    /// Were one forced, it would hold little: memory is wiped when it is freed.
    package static func hideMemory() {
        if Trial.isUnprotected { referral_process_keep_freed_memory() }
        _ = referral_process_hide_memory()
    }

    /// Wipes what calls that have returned left on this thread's stack; for the end of work on personal
    /// data.
    package static func wipeStack() { referral_process_wipe_stack() }

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
