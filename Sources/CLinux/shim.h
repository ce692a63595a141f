// What Linux has and Swift's Glibc module leaves out: variadic calls, and headers it does not list.
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

// At most 15 bytes and a zero (prctl(2), PR_SET_NAME).
static inline void linux_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
static inline void linux_get_thread_name(char *name) { prctl(PR_GET_NAME, name, 0, 0, 0); }
