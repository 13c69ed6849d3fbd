#include <cups/cups.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A file without a name, in memory: what is sent from it never lies on a disk. */
static inline int ccups_memory_file(void) { return (int)syscall(SYS_memfd_create, "handbill", 1U /* MFD_CLOEXEC */); }
