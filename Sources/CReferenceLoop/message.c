#define _GNU_SOURCE
#include "message.h"

#include <stdlib.h>
#include <string.h>

static signed char sixbits[256];

static __attribute__((constructor)) void fill_sixbits(void) {
  const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  memset(sixbits, -1, sizeof sixbits);
  for (int value = 0; value < 64; value++) sixbits[(unsigned char)letters[value]] = (signed char)value;
}

// The text value behind `key` (which includes its quotes, colon, space and the value's opening quote). NULL: not there.
static const char *value_of(const char *text, size_t length, const char *key, int *value_length) {
  const char *at = memmem(text, length, key, strlen(key));
  if (at == NULL) return NULL;
  const char *value = at + strlen(key);
  const char *end = memchr(value, '"', length - (size_t)(value - text));
  if (end == NULL) return NULL;
  *value_length = (int)(end - value);
  return value;
}

static int decode(const char *text, int length, char *bytes, int room) {
  int count = 0;
  unsigned bits = 0;
  int held = 0;
  for (int at = 0; at < length && text[at] != '='; at++) {
    int value = sixbits[(unsigned char)text[at]];
    if (value < 0 || count >= room) return -1;
    bits = bits << 6 | (unsigned)value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[count++] = (char)(bits >> held);
    }
  }
  return count;
}

int reference_parse(const char *text, size_t length, struct reference_message *message) {
  int body_length = 0;
  const char *body = value_of(text, length, "\"body\": \"", &body_length);
  message->task = value_of(text, length, "\"task\": \"", &message->task_length);
  message->id = value_of(text, length, "\"id\": \"", &message->id_length);
  if (body == NULL || message->task == NULL || message->id == NULL) return -1;
  char decoded[1024];
  int count = decode(body, body_length, decoded, sizeof decoded - 1);
  if (count < 3 || decoded[0] != '[' || decoded[1] != '[') return -1;
  decoded[count] = 0;
  message->argument = strtoll(decoded + 2, NULL, 10);
  return 0;
}
