#include "libraries.h"

#include <stdlib.h>

/// The room that is tried first: usual bodies grow fourfold at most, larger ones are tried again with twice as much.
static size_t first_room(size_t count, size_t limit) {
  size_t room = count > limit / 4 ? limit : count * 4;
  if (room < 4096) room = 4096;
  return room < limit ? room : limit;
}

enum ccompression_status ccompression_unpack(enum ccompression_format format, const uint8_t *input, size_t count,
                                             size_t limit, uint8_t **output, size_t *output_count) {
  const struct library *library = library_of(format);
  if (!library) return CCOMPRESSION_ABSENT;
  for (size_t room = first_room(count, limit);; room = room > limit / 2 ? limit : room * 2) {
    uint8_t *buffer = malloc(room);
    if (!buffer) return CCOMPRESSION_NO_MEMORY;
    size_t written = room;
    enum outcome outcome = library->unpack(input, count, buffer, &written);
    if (outcome == UNPACKED) {
      *output = buffer;
      *output_count = written;
      return CCOMPRESSION_DONE;
    }
    free(buffer);
    if (outcome == DAMAGED) return CCOMPRESSION_MALFORMED;
    if (room >= limit) return CCOMPRESSION_TOO_LARGE;
  }
}

enum ccompression_status ccompression_pack(enum ccompression_format format, const uint8_t *input, size_t count,
                                           uint8_t **output, size_t *output_count) {
  const struct library *library = library_of(format);
  if (!library) return CCOMPRESSION_ABSENT;
  size_t room = library->bound(count);
  uint8_t *buffer = malloc(room);
  if (!buffer) return CCOMPRESSION_NO_MEMORY;
  if (!library->pack(input, count, buffer, &room)) {
    free(buffer);
    return CCOMPRESSION_NO_MEMORY;
  }
  *output = buffer;
  *output_count = room;
  return CCOMPRESSION_DONE;
}
