#include "connection.h"

#include <stdio.h>
#include <stdlib.h>

struct reference_connection *reference_connect(const char *host, int port, char *problem) {
  struct reference_connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) {
    snprintf(problem, REFERENCE_PROBLEM_SIZE, "out of memory");
    return NULL;
  }
  connection->context = redisConnect(host, port);
  if (connection->context == NULL || connection->context->err) {
    reference_fail(connection, NULL, problem);
    reference_disconnect(connection);
    return NULL;
  }
  return connection;
}

void reference_disconnect(struct reference_connection *connection) {
  if (connection->last != NULL) freeReplyObject(connection->last);
  if (connection->context != NULL) redisFree(connection->context);
  free(connection);
}

int reference_fail(const struct reference_connection *connection, const redisReply *reply, char *problem) {
  const char *text = "out of memory";
  if (reply != NULL) {
    text = reply->str;
  } else if (connection->context != NULL) {
    text = connection->context->errstr;
  }
  snprintf(problem, REFERENCE_PROBLEM_SIZE, "Redis: %s", text);
  return -1;
}

redisReply *reference_next(struct reference_connection *connection, char *problem) {
  void *reply = NULL;
  if (redisGetReply(connection->context, &reply) != REDIS_OK) {
    reference_fail(connection, NULL, problem);
    return NULL;
  }
  if (((redisReply *)reply)->type == REDIS_REPLY_ERROR) {
    reference_fail(connection, reply, problem);
    freeReplyObject(reply);
    return NULL;
  }
  return reply;
}

int reference_run(
  struct reference_connection *connection, int count, const char *const *words, const size_t *lengths,
  struct reference_answer *answer, char *problem) {
  if (connection->last != NULL) freeReplyObject(connection->last);
  connection->last = NULL;
  if (redisAppendCommandArgv(connection->context, count, (const char **)words, lengths) != REDIS_OK) {
    return reference_fail(connection, NULL, problem);
  }
  redisReply *reply = reference_next(connection, problem);
  if (reply == NULL) return -1;
  connection->last = reply;
  *answer = (struct reference_answer){REFERENCE_NOTHING, 0, NULL, 0};
  switch (reply->type) {
    case REDIS_REPLY_INTEGER:
      answer->kind = REFERENCE_NUMBER;
      answer->number = reply->integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      answer->kind = REFERENCE_BYTES;
      answer->bytes = reply->str;
      answer->length = (size_t)reply->len;
      break;
    case REDIS_REPLY_ARRAY:
      answer->kind = REFERENCE_ELEMENTS;
      answer->number = (long long)reply->elements;
      break;
    default:
      break;
  }
  return 0;
}
