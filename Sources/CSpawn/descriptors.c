#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int cspawn_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

static int write_all(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return -1;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

int cspawn_message_file(const void *bytes, size_t count) {
  int file = memfd_create("task-message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  if (write_all(file, bytes, count) != 0 || lseek(file, 0, SEEK_SET) != 0) {
    int error = errno;
    close(file);
    errno = error;
    return -1;
  }
  (void)fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

int cspawn_exit_descriptor(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int cspawn_switch(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cspawn_turn(int descriptor) { (void)eventfd_write(descriptor, 1); }

const char *cspawn_signal_name(int number) { return sigabbrev_np(number); }

void cspawn_name_thread(const char *name) { (void)prctl(PR_SET_NAME, name, 0, 0, 0); }
