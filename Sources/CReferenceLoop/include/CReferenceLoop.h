#ifndef CREFERENCELOOP_H
#define CREFERENCELOOP_H

#include <stddef.h>
#include <stdint.h>

// What a worker on Redis could do at best: the least that is crash-safe on Celery's own keys, in C with hiredis. Nothing
// here belongs to the daemon; it is only measured beside it. All functions block; those that can fail return NULL or -1
// and write why into `problem`.

enum { REFERENCE_PROBLEM_SIZE = 256 };

/// One connection.
struct reference_connection;

struct reference_connection *reference_connect(const char *host, int port, char *problem);
void reference_disconnect(struct reference_connection *connection);

enum reference_kind { REFERENCE_NOTHING, REFERENCE_NUMBER, REFERENCE_BYTES, REFERENCE_ELEMENTS };

/// The answer to one command. `number`: the integer, or how many elements. `bytes` belong to the connection until its next
/// command.
struct reference_answer {
  enum reference_kind kind;
  long long number;
  const char *bytes;
  size_t length;
};

/// Runs one command.
int reference_run(
  struct reference_connection *connection, int count, const char *const *words, const size_t *lengths,
  struct reference_answer *answer, char *problem);

/// What one drain took.
struct reference_drain {
  long long tasks;
  double seconds;
  /// Of the thread that ran the loop.
  double cpu_seconds;
};

/// Empties a queue: one script moves up to `batch` messages into `unacked` and `unacked_index`; each is parsed as far as
/// running a task needs; a batch is acknowledged by one HDEL and one ZREM and, if `stores_results`, with a SETEX and a
/// PUBLISH for each. Two batches are under way, so that neither side waits for the other.
int reference_drain(
  struct reference_connection *connection, const char *queue, int batch, int stores_results,
  struct reference_drain *outcome, char *problem);

/// When a message arrived, by CLOCK_MONOTONIC.
struct reference_arrival {
  char id[40];
  int64_t nanoseconds;
};

/// Waits in BLMOVE for `count` messages one by one, notes when each was read and its id found, and then removes it from
/// `held`, where it was safe meanwhile. Gives up after ten seconds without a message.
int reference_receive(
  struct reference_connection *connection, const char *queue, const char *held, int count,
  struct reference_arrival *arrivals, char *problem);

#endif
