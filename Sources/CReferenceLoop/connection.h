#ifndef REFERENCE_CONNECTION_H
#define REFERENCE_CONNECTION_H

#include <hiredis/hiredis.h>

#include "CReferenceLoop.h"

struct reference_connection {
  redisContext *context;
  // The last answer of reference_run.
  redisReply *last;
};

/// Says what is wrong with the connection, or with `reply` if that is an error. Returns -1.
int reference_fail(const struct reference_connection *connection, const redisReply *reply, char *problem);

/// The next reply of the pipeline; NULL if there is none or it is an error, with the problem said.
redisReply *reference_next(struct reference_connection *connection, char *problem);

#endif
