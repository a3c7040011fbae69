#pragma once
// prctl has a variable number of parameters, which Swift cannot call.
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Nothing may write the memory of this process to a file: neither the kernel, nor a collector that
// it is piped to (which no limit stops), nor a debugger of the same user. 0, or -1.
static inline int referral_process_hide_memory(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// Whether that is so.
static inline int referral_process_is_hidden(void) {
    struct rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0) return 0;
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

// Whether no limit on locked memory holds for this process.
static inline int referral_process_locks_freely(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};
    if (syscall(SYS_capget, &header, held) != 0) return 0;
    return (held[0].effective >> CAP_IPC_LOCK) & 1;
}

// Keeps the memory that is used out of the swap; 0, or -1 with the most bytes that may be locked.
//
// With a limit nothing is locked: later allocations would fail when it is reached.
static inline int referral_process_lock_memory(uint64_t *most) {
    struct rlimit memory = {RLIM_INFINITY, RLIM_INFINITY};
    // Only who has the privilege may raise the hard limit.
    setrlimit(RLIMIT_MEMLOCK, &memory);
    if (getrlimit(RLIMIT_MEMLOCK, &memory) != 0) return -1;
    if (memory.rlim_cur != RLIM_INFINITY && memory.rlim_max == RLIM_INFINITY) {
        memory.rlim_cur = RLIM_INFINITY;
        setrlimit(RLIMIT_MEMLOCK, &memory);
    }
    *most = memory.rlim_cur;
    if (memory.rlim_cur != RLIM_INFINITY && !referral_process_locks_freely()) return -1;
    // Only pages that are used, as they are: a thread's stack is mostly empty.
    return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

// Whether memory is wiped when it is freed; only trials ever set it to false, before anything else.
extern bool referral_process_wipes;

static inline void referral_process_keep_freed_memory(void) { referral_process_wipes = false; }

// Wipes what calls that have returned left on this thread's stack: short words lie there themselves.
extern void referral_process_wipe_stack(void);
