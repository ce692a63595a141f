// What Linux has and Swift's Glibc module leaves out: variadic calls, and headers it does not list.
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

// At most 15 bytes and a zero (prctl(2), PR_SET_NAME).
static inline void linux_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
static inline void linux_get_thread_name(char *name) { prctl(PR_GET_NAME, name, 0, 0, 0); }

#include <errno.h>
#include <signal.h>
#include <unistd.h>

// Signals by a pipe: the handler only writes the signal's number, which is all that signal-safety(7) allows. A handler,
// unlike a blocked or ignored signal, is not inherited by the programs that command tasks run.
static int linux_signal_pipe = -1;

static inline void linux_signal_handler(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(linux_signal_pipe, &byte, 1);
  (void)ignored;
  errno = saved;
}

static inline int linux_catch_signal(int number, int pipe_write_end) {
  linux_signal_pipe = pipe_write_end;
  struct sigaction action;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = linux_signal_handler;
  return sigaction(number, &action, NULL);
}

#include <malloc.h>
#include <sys/resource.h>

static inline int linux_own_usage(struct rusage *usage) { return getrusage(RUSAGE_SELF, usage); }
static inline double linux_seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }
static inline void linux_give_back_memory(void) { malloc_trim(0); }
