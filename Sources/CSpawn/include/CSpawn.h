#ifndef CSPAWN_H
#define CSPAWN_H

#include <stddef.h>
#include <sys/types.h>

enum cspawn_resource { CSPAWN_MEMORY, CSPAWN_CPU, CSPAWN_FILES, CSPAWN_PROCESSES };

/// One resource limit (setrlimit(2)): soft and hard alike.
struct cspawn_limit {
  enum cspawn_resource resource;
  unsigned long long value;
};

/// What to start, and as whom. All pointers are the caller's and only read.
struct cspawn_request {
  const char *path;
  char *const *argv;
  char *const *envp;
  /// NULL: where the caller is.
  const char *directory;
  int standard_input, standard_output, standard_error;
  const struct cspawn_limit *limits;
  size_t limit_count;
  /// 0: stays who it is, and the next four say nothing.
  int switches_user;
  uid_t uid;
  gid_t gid;
  const gid_t *groups;
  size_t group_count;
  /// The socket of the guard, who is told of the new group before the program begins; -1: none.
  int guard;
  /// Not 0: this is the guard. It outlives the calling thread, and may stop whom the daemon may stop.
  int is_guard;
};

/// Where a start failed.
enum cspawn_step {
  CSPAWN_STARTED = 0,
  CSPAWN_FORK,
  CSPAWN_DESCRIPTORS,
  CSPAWN_LIMITS,
  CSPAWN_GROUPS,
  CSPAWN_GROUP,
  CSPAWN_USER,
  CSPAWN_DIRECTORY,
  CSPAWN_EXEC,
};

struct cspawn_result {
  pid_t pid;
  /// One of cspawn_step.
  int step;
  /// errno of that step.
  int error;
};

/// Starts a program as the leader of a session and process group of its own, with default signals, with no descriptor
/// but the three given, without ambient capabilities, and bound to end (SIGKILL) with the calling thread; whoever it starts itself, with the guard's help.
struct cspawn_result cspawn(const struct cspawn_request *request);

/// The two ends of a connection, above the standard streams: the first is the daemon's, the second the guard's.
int cspawn_guard_sockets(int ends[2]);
/// Tells the guard that a group has ended. Nothing happens where there is none.
void cspawn_release(int guard, pid_t group);
/// When the process exits, the guard ends before it; it must be its child.
void cspawn_end_at_exit(int guard, pid_t pid);

// What Swift's Glibc module leaves out. Numbers below 0 are failures, with errno. All descriptors are closed at exec.

/// A pipe; its end for reading does not block.
int cspawn_pipe(int ends[2]);
/// A file in memory with this content, sealed, positioned at its start.
int cspawn_message_file(const void *bytes, size_t count);
/// Readable when this child ended.
int cspawn_exit_descriptor(pid_t pid);
/// Readable after cspawn_turn.
int cspawn_switch(void);
void cspawn_turn(int descriptor);
/// Such as `KILL`; NULL for a number without a name.
const char *cspawn_signal_name(int number);
/// For the current thread, at most 15 bytes.
void cspawn_name_thread(const char *name);

#endif
