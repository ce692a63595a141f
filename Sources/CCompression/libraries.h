#pragma once
#include "CCompression.h"

/// One format's functions in one shape: whole buffer to whole buffer.
struct library {
  const char *name;
  /// Unpacks into `room` bytes and says how many they became. `FULL`: they do not suffice.
  enum outcome { UNPACKED, FULL, DAMAGED } (*unpack)(const uint8_t *input, size_t count, uint8_t *output, size_t *room);
  /// Packs into `room` bytes, at least `bound` of the count. 0 on failure.
  int (*pack)(const uint8_t *input, size_t count, uint8_t *output, size_t *room);
  size_t (*bound)(size_t count);
};

/// Loaded on the first call; null where it is not on this machine.
const struct library *library_of(enum ccompression_format format);
