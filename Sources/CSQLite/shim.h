#pragma once
// Settings of SQLite's whole library are given to a function with as many parameters as they need,
// which Swift cannot call.
#include <sqlite3.h>

// SQLite would count its memory under a lock of the whole process at each allocation. Only before
// the first database is opened; later it changes nothing.
static inline void referral_sqlite_count_no_memory(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
