// What is freed is wiped, by whoever in the process frees it: the C library, Swift, libcurl, OpenSSL,
// SQLite. So personal data is in memory only while it is worked on, and a dump of a process at rest
// holds none. glibc lets a program replace these functions (its manual, "Replacing malloc").
#include "shim.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

bool referral_process_wipes = true;

void free(void *block) {
    if (block == NULL) return;
    if (referral_process_wipes) explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
}

// glibc's own would free what it moves out of unwiped.
void *realloc(void *block, size_t size) {
    if (block == NULL) return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return NULL;
    }
    size_t have = malloc_usable_size(block);
    if (have / 2 <= size && size <= have) return block;
    void *moved = __libc_malloc(size);
    if (moved == NULL) return NULL;
    memcpy(moved, block, have < size ? have : size);
    free(block);
    return moved;
}

__attribute__((noinline)) void referral_process_wipe_stack(void) {
    char left[128 << 10];
    if (referral_process_wipes) explicit_bzero(left, sizeof left);
}
