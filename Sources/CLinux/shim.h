#pragma once

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

/// rename(2) that refuses to replace: the new name must be free (renameat2 with RENAME_NOREPLACE, Linux 3.15).
/// Swift's Glibc module doesn't show renameat2.
static inline int linux_rename_exclusively(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}
