#pragma once

#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

/// rename(2) that refuses to replace: the new name must be free (renameat2 with RENAME_NOREPLACE, Linux 3.15).
/// Swift's Glibc module doesn't show renameat2.
static inline int linux_rename_exclusively(const char *from, const char *to) {
    // AT_FDCWD: with <fcntl.h>, this module would claim struct stat for itself.
    const int here = -100;
    return (int)syscall(SYS_renameat2, here, from, here, to, RENAME_NOREPLACE);
}
