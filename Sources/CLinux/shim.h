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

#include <elf.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <sys/syscall.h>

// No open descriptor from this one on is inherited by programs that are started (close_range(2), CLOSE_RANGE_CLOEXEC).
static inline int linux_close_on_exec_from(unsigned int descriptor) {
  return (int)syscall(SYS_close_range, descriptor, ~0U, 4U);
}

static inline int linux_own_usage(struct rusage *usage) { return getrusage(RUSAGE_SELF, usage); }
static inline double linux_seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }
static inline void linux_give_back_memory(void) { malloc_trim(0); }

// Unmaps the program's own read-only pages (code and constants); what is needed again comes back from the page cache at
// the next touch. The program headers say where they lie: the first of them describes itself, and so the load address.
static inline void linux_unmap_idle_code(void) {
  const Elf64_Phdr *headers = (const Elf64_Phdr *)getauxval(AT_PHDR);
  unsigned long count = getauxval(AT_PHNUM);
  if (headers == NULL || count == 0 || headers[0].p_type != PT_PHDR) return;
  uintptr_t base = (uintptr_t)headers - headers[0].p_vaddr;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (unsigned long i = 0; i < count; i++) {
    if (headers[i].p_type != PT_LOAD || (headers[i].p_flags & PF_W)) continue;
    uintptr_t start = (base + headers[i].p_vaddr + page - 1) & ~(page - 1);
    uintptr_t end = (base + headers[i].p_vaddr + headers[i].p_memsz) & ~(page - 1);
    if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
  }
}
