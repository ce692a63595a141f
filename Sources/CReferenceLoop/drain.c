#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "connection.h"
#include "message.h"

static const char *const claim =
  "local raws = redis.call('RPOP', KEYS[1], ARGV[1]) "
  "if not raws then return {} end "
  "local held, index, tail = {}, {}, ', \"\", \"' .. KEYS[1] .. '\"]' "
  "for i, raw in ipairs(raws) do "
  "  local tag = ARGV[3] .. i "
  "  held[2 * i - 1] = tag; held[2 * i] = '[' .. raw .. tail "
  "  index[2 * i - 1] = ARGV[2]; index[2 * i] = tag "
  "end "
  "redis.call('HSET', 'unacked', unpack(held)) "
  "redis.call('ZADD', 'unacked_index', unpack(index)) "
  "return raws";

enum { MAX_BATCH = 1000, TAG_SIZE = 32 };

struct loop {
  struct reference_connection *connection;
  const char *queue;
  int batch;
  int stores_results;
  char script[41];
  char *problem;
  // Replies of acknowledgements that were sent and not read.
  int unread;
};

static double seconds_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int load_script(struct loop *loop) {
  redisAppendCommand(loop->connection->context, "SCRIPT LOAD %s", claim);
  redisReply *reply = reference_next(loop->connection, loop->problem);
  if (reply == NULL) return -1;
  snprintf(loop->script, sizeof loop->script, "%s", reply->str);
  freeReplyObject(reply);
  return 0;
}

static void append_claim(struct loop *loop, long long number) {
  redisAppendCommand(
    loop->connection->context, "EVALSHA %s 1 %s %d %lld reference.%lld.", loop->script, loop->queue, loop->batch,
    (long long)time(NULL), number);
}

static void append_result(struct loop *loop, const struct reference_message *message) {
  char key[128], value[512];
  int key_length = snprintf(key, sizeof key, "celery-task-meta-%.*s", message->id_length, message->id);
  int value_length = snprintf(
    value, sizeof value,
    "{\"status\": \"SUCCESS\", \"result\": %lld, \"traceback\": null, \"children\": [], "
    "\"date_done\": \"2026-11-22T12:00:00.000000+00:00\", \"task_id\": \"%.*s\"}",
    message->argument, message->id_length, message->id);
  const char *store[] = {"SETEX", key, "86400", value};
  size_t store_lengths[] = {5, (size_t)key_length, 5, (size_t)value_length};
  redisAppendCommandArgv(loop->connection->context, 4, store, store_lengths);
  const char *publish[] = {"PUBLISH", key, value};
  size_t publish_lengths[] = {7, (size_t)key_length, (size_t)value_length};
  redisAppendCommandArgv(loop->connection->context, 3, publish, publish_lengths);
  loop->unread += 2;
}

// HDEL and ZREM of the first `count` tags of a claim.
static void append_acknowledgement(struct loop *loop, long long number, int count) {
  static char tags[MAX_BATCH][TAG_SIZE];
  const char *words[MAX_BATCH + 2];
  size_t lengths[MAX_BATCH + 2];
  for (int at = 0; at < count; at++) {
    words[at + 2] = tags[at];
    lengths[at + 2] = (size_t)snprintf(tags[at], TAG_SIZE, "reference.%lld.%d", number, at + 1);
  }
  words[0] = "HDEL", words[1] = "unacked", lengths[0] = 4, lengths[1] = 7;
  redisAppendCommandArgv(loop->connection->context, count + 2, words, lengths);
  words[0] = "ZREM", words[1] = "unacked_index", lengths[0] = 4, lengths[1] = 13;
  redisAppendCommandArgv(loop->connection->context, count + 2, words, lengths);
  loop->unread += 2;
}

// Runs what a claim gave and appends its settlement. Returns how many tasks it were, or -1.
static int run_batch(struct loop *loop, const redisReply *claimed, long long number) {
  for (size_t at = 0; at < claimed->elements; at++) {
    struct reference_message message;
    const redisReply *raw = claimed->element[at];
    if (reference_parse(raw->str, (size_t)raw->len, &message) != 0) {
      snprintf(loop->problem, REFERENCE_PROBLEM_SIZE, "the reference loop cannot read a message");
      return -1;
    }
    if (loop->stores_results) append_result(loop, &message);
  }
  if (claimed->elements > 0) append_acknowledgement(loop, number, (int)claimed->elements);
  return (int)claimed->elements;
}

static int read_settlement(struct loop *loop, int count) {
  for (; count > 0; count--, loop->unread--) {
    redisReply *reply = reference_next(loop->connection, loop->problem);
    if (reply == NULL) return -1;
    freeReplyObject(reply);
  }
  return 0;
}

// One turn: reads claim `number` and what was settled before it, settles it, and asks for claim `number + 2`.
static int turn(struct loop *loop, long long number, int *settled_before) {
  if (read_settlement(loop, *settled_before) != 0) return -1;
  redisReply *claimed = reference_next(loop->connection, loop->problem);
  if (claimed == NULL) return -1;
  int before = loop->unread;
  int count = run_batch(loop, claimed, number);
  freeReplyObject(claimed);
  *settled_before = loop->unread - before;
  if (count >= 0) append_claim(loop, number + 2);
  return count;
}

static int flush(struct loop *loop) {
  int done = 0;
  while (!done) {
    if (redisBufferWrite(loop->connection->context, &done) != REDIS_OK) {
      return reference_fail(loop->connection, NULL, loop->problem);
    }
  }
  return 0;
}

int reference_drain(
  struct reference_connection *connection, const char *queue, int batch, int stores_results,
  struct reference_drain *outcome, char *problem) {
  struct loop loop = {connection, queue, batch, stores_results, "", problem, 0};
  if (batch < 1 || batch > MAX_BATCH) {
    snprintf(problem, REFERENCE_PROBLEM_SIZE, "a batch is 1 to %d messages", MAX_BATCH);
    return -1;
  }
  if (load_script(&loop) != 0) return -1;
  double start = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  // Settlement n stands between claim n + 1 and claim n + 2: the replies come in that order.
  int settled[2] = {0, 0};
  outcome->tasks = 0;
  append_claim(&loop, 1);
  append_claim(&loop, 2);
  int idle = 0;
  for (long long number = 1; idle < 2; number++) {
    if (flush(&loop) != 0) return -1;
    int count = turn(&loop, number, &settled[number & 1]);
    if (count < 0) return -1;
    idle = count == 0 ? idle + 1 : 0;
    outcome->tasks += count;
  }
  outcome->seconds = seconds_of(CLOCK_MONOTONIC) - start;
  outcome->cpu_seconds = seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
  return 0;
}
