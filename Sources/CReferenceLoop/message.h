#ifndef REFERENCE_MESSAGE_H
#define REFERENCE_MESSAGE_H

#include <stddef.h>

/// What running a no-op task needs of a message. The texts point into the message.
struct reference_message {
  const char *id;
  int id_length;
  const char *task;
  int task_length;
  /// The first argument.
  long long argument;
};

/// Finds it in an envelope as kombu writes it. Returns -1 if something is missing.
int reference_parse(const char *text, size_t length, struct reference_message *message);

#endif
