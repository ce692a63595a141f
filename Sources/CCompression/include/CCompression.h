// The compression libraries that kombu's messages may need, loaded by name when the first such message comes: a daemon that
// never sees one loads none, and nothing has to be installed to build.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum ccompression_format {
  CCOMPRESSION_ZLIB, ///< RFC 1950: what kombu calls gzip
  CCOMPRESSION_BZIP2,
  CCOMPRESSION_XZ,
  CCOMPRESSION_ZSTD,
};

enum ccompression_status {
  CCOMPRESSION_DONE,
  CCOMPRESSION_ABSENT,    ///< the library is not on this machine
  CCOMPRESSION_MALFORMED, ///< not of this format, damaged, or cut off
  CCOMPRESSION_TOO_LARGE, ///< more than the limit comes out
  CCOMPRESSION_NO_MEMORY,
};

/// The file name by which the library of a format is looked for.
const char *ccompression_library(enum ccompression_format format);

/// Unpacks `count` bytes into a new buffer of at most `limit` bytes, which the caller frees with `free`.
enum ccompression_status ccompression_unpack(enum ccompression_format format, const uint8_t *input, size_t count,
                                             size_t limit, uint8_t **output, size_t *output_count);

/// Packs into a new buffer, which the caller frees with `free`.
enum ccompression_status ccompression_pack(enum ccompression_format format, const uint8_t *input, size_t count,
                                           uint8_t **output, size_t *output_count);
