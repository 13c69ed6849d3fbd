#pragma once

#include <linux/fs.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

/// rename(2) that refuses to replace: the new name must be free (renameat2 with RENAME_NOREPLACE, Linux 3.15).
/// Swift's Glibc module doesn't show renameat2.
static inline int linux_rename_exclusively(const char *from, const char *to) {
    // AT_FDCWD: with <fcntl.h>, this module would claim struct stat for itself.
    const int here = -100;
    return (int)syscall(SYS_renameat2, here, from, here, to, RENAME_NOREPLACE);
}

/// A timer on the clock of the day (timerfd_create with CLOCK_REALTIME, not blocking, closed on exec).
/// Swift's Glibc module doesn't show timerfd; its header would claim struct itimerspec for this module.
static inline int linux_day_timer(void) {
    const int realtime = 0, nonblocking = 04000, close_on_exec = 02000000;
    return (int)syscall(SYS_timerfd_create, realtime, nonblocking | close_on_exec);
}

/// Sets the timer to the beginning of the second that comes in so many seconds, and to fail with ECANCELED once
/// somebody sets the clock (TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, Linux 3.0). The kernel is asked for the time
/// itself: a program that runs with a pretended time has its timers all the same.
static inline int linux_day_timer_set(int timer, long seconds) {
    long now[2] = {0, 0};
    if (syscall(SYS_clock_gettime, 0, now) != 0) return -1;
    const long value[4] = {0, 0, now[0] + seconds, 0};
    return (int)syscall(SYS_timerfd_settime, timer, 1 | 2, value, (void *)0);
}

/// Gives memory that is free inside the process back to the system (malloc_trim). Swift's Glibc module doesn't show it.
static inline void linux_give_back_memory(void) {
    malloc_trim(0);
}
