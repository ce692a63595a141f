#include <stdio.h>
#include <string.h>
#include <time.h>

#include "connection.h"
#include "message.h"

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int note(const redisReply *reply, struct reference_arrival *arrival, char *problem) {
  struct reference_message message;
  if (reply->type != REDIS_REPLY_STRING) {
    snprintf(problem, REFERENCE_PROBLEM_SIZE, "no message within 10 s");
    return -1;
  }
  if (reference_parse(reply->str, (size_t)reply->len, &message) != 0) {
    snprintf(problem, REFERENCE_PROBLEM_SIZE, "the reference loop cannot read a message");
    return -1;
  }
  arrival->nanoseconds = now();
  snprintf(arrival->id, sizeof arrival->id, "%.*s", message.id_length, message.id);
  return 0;
}

int reference_receive(
  struct reference_connection *connection, const char *queue, const char *held, int count,
  struct reference_arrival *arrivals, char *problem) {
  for (int at = 0; at < count; at++) {
    redisAppendCommand(connection->context, "BLMOVE %s %s RIGHT LEFT 10", queue, held);
    redisReply *reply = reference_next(connection, problem);
    if (reply == NULL) return -1;
    int code = note(reply, &arrivals[at], problem);
    freeReplyObject(reply);
    if (code != 0) return -1;
    redisAppendCommand(connection->context, "RPOP %s", held);
    reply = reference_next(connection, problem);
    if (reply == NULL) return -1;
    freeReplyObject(reply);
  }
  return 0;
}
