// What the daemon tells the guard of its commands: one line for each group, such as `+ 4711`.
#define _GNU_SOURCE
#include "guard.h"
#include "CSpawn.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void tell_guard(int guard, char sign, pid_t group) {
  if (guard < 0) return;
  char line[24];
  char *start = line + sizeof line;
  *--start = '\n';
  for (unsigned number = (unsigned)group; number > 0; number /= 10) *--start = (char)('0' + number % 10);
  *--start = ' ';
  *--start = sign;
  (void)send(guard, start, (size_t)(line + sizeof line - start), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void cspawn_release(int guard, pid_t group) { tell_guard(guard, '-', group); }

int cspawn_guard_sockets(int ends[2]) {
  int low[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, low) != 0) return -1;
  // A daemon may have been started with closed standard streams, and a command's are put in their place.
  for (int side = 0; side < 2; side++) {
    ends[side] = fcntl(low[side], F_DUPFD_CLOEXEC, 3);
    (void)close(low[side]);
  }
  return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

static int guard_socket = -1;
static pid_t guard_process;

/// A second is far more than it takes.
static void end_guard(void) {
  (void)shutdown(guard_socket, SHUT_RDWR);
  struct pollfd end = {.fd = cspawn_exit_descriptor(guard_process), .events = POLLIN};
  if (end.fd >= 0) (void)poll(&end, 1, 1000);
  (void)waitpid(guard_process, NULL, WNOHANG);
}

void cspawn_end_at_exit(int guard, pid_t pid) {
  guard_socket = guard;
  guard_process = pid;
  (void)atexit(end_guard);
}
