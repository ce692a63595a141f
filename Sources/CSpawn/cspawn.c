// Between fork and exec only async-signal-safe calls are allowed, which no Swift code can promise: hence C.
#define _GNU_SOURCE
#include "CSpawn.h"
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

struct report {
  int step;
  int error;
};

_Noreturn static void give_up(int pipe_end, int step) {
  struct report report = {step, errno};
  ssize_t written = write(pipe_end, &report, sizeof report);
  (void)written;
  _exit(127);
}

/// Places the three streams on 0, 1 and 2 and marks everything else to be closed by exec. The three may themselves lie
/// below 3 when the daemon was started with closed streams, so they are lifted first.
static int place_descriptors(const struct cspawn_request *request, int *pipe_end) {
  *pipe_end = fcntl(*pipe_end, F_DUPFD_CLOEXEC, 3);
  int input = fcntl(request->standard_input, F_DUPFD_CLOEXEC, 3);
  int output = fcntl(request->standard_output, F_DUPFD_CLOEXEC, 3);
  int error = fcntl(request->standard_error, F_DUPFD_CLOEXEC, 3);
  if (*pipe_end < 0 || input < 0 || output < 0 || error < 0) return -1;
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) return -1;
  return (int)syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
}

static int resource_number(enum cspawn_resource resource) {
  switch (resource) {
  case CSPAWN_MEMORY: return RLIMIT_AS;
  case CSPAWN_CPU: return RLIMIT_CPU;
  case CSPAWN_FILES: return RLIMIT_NOFILE;
  case CSPAWN_PROCESSES: return RLIMIT_NPROC;
  }
  return -1;
}

static int set_limits(const struct cspawn_request *request) {
  for (size_t index = 0; index < request->limit_count; index++) {
    struct rlimit limit = {request->limits[index].value, request->limits[index].value};
    if (setrlimit(resource_number(request->limits[index].resource), &limit) != 0) return -1;
  }
  return 0;
}

/// A handler of the daemon must never run in the child, which may share the daemon's memory; ignored signals would
/// outlive exec.
static void default_signals(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) {
    if (number != SIGKILL && number != SIGSTOP) (void)sigaction(number, &action, NULL);
  }
}

_Noreturn static void become(const struct cspawn_request *request, int pipe_end, pid_t parent) {
  int first_pipe_end = pipe_end;
  (void)setsid();
  default_signals();
  if (place_descriptors(request, &pipe_end) != 0) {
    give_up(pipe_end >= 0 ? pipe_end : first_pipe_end, CSPAWN_DESCRIPTORS);
  }
  if (set_limits(request) != 0) give_up(pipe_end, CSPAWN_LIMITS);
  if (request->switches_user) {
    // The raw calls: glibc's wrappers would have every thread of the process follow.
    if (syscall(SYS_setgroups, request->group_count, request->groups) != 0) give_up(pipe_end, CSPAWN_GROUPS);
    if (syscall(SYS_setresgid, request->gid, request->gid, request->gid) != 0) give_up(pipe_end, CSPAWN_GROUP);
    if (syscall(SYS_setresuid, request->uid, request->uid, request->uid) != 0) give_up(pipe_end, CSPAWN_USER);
  }
  if (!request->is_guard) {
    // A daemon that may switch users through ambient capabilities must not pass them on.
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    // A daemon that was killed must not leave the command behind: its task will be run again elsewhere.
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent) _exit(127);
    tell_guard(request->guard, '+', getpid());
  }
  if (request->directory != NULL && chdir(request->directory) != 0) give_up(pipe_end, CSPAWN_DIRECTORY);
  sigset_t none;
  sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  execve(request->path, request->argv, request->envp);
  give_up(pipe_end, CSPAWN_EXEC);
}

/// vfork is quick however large the daemon is. A child that switches users gets memory of its own: sharing it, the
/// kernel would take the daemon for one that changed its user too, and refuse core dumps and debuggers from then on.
static pid_t start(const struct cspawn_request *request, int pipe_end, pid_t parent) {
  pid_t pid;
  if (request->switches_user) {
    pid = fork();
  } else {
    pid = vfork();
  }
  if (pid == 0) become(request, pipe_end, parent);
  return pid;
}

static struct cspawn_result failed(int step, int error) {
  return (struct cspawn_result){.pid = -1, .step = step, .error = error};
}

struct cspawn_result cspawn(const struct cspawn_request *request) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed(CSPAWN_FORK, errno);

  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = start(request, ends[1], getpid());
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);

  // exec closes the pipe: nothing to read means that it went well.
  struct report report = {CSPAWN_STARTED, 0};
  ssize_t count = 0;
  if (pid > 0) {
    do {
      count = read(ends[0], &report, sizeof report);
    } while (count < 0 && errno == EINTR);
  }
  close(ends[0]);
  if (pid < 0) return failed(CSPAWN_FORK, error);
  if (count == 0) return (struct cspawn_result){.pid = pid, .step = CSPAWN_STARTED, .error = 0};
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
  tell_guard(request->guard, '-', pid);
  return count == (ssize_t)sizeof report ? failed(report.step, report.error) : failed(CSPAWN_FORK, EIO);
}
