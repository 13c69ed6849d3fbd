#pragma once

/// Declared as in <sqlite3.h>, which is GRDB's module's own.
extern int sqlite3_config(int, ...);

/// Lets SQLite keep no count of its memory, for which every piece of it passes one lock of the whole process
/// (SQLITE_CONFIG_MEMSTATUS). Swift can't call a variadic function. Only before SQLite is first used; later it does
/// nothing and says SQLITE_MISUSE.
static inline int handbill_sqlite_without_statistics(void) {
    const int memory_status = 9;
    return sqlite3_config(memory_status, 0);
}
