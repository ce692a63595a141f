// The functions as the libraries' manuals declare them; only those that need no structure of theirs.
#include "libraries.h"

#include <dlfcn.h>
#include <pthread.h>

// zlib

static int (*zlib_uncompress)(uint8_t *, unsigned long *, const uint8_t *, unsigned long);
static int (*zlib_compress)(uint8_t *, unsigned long *, const uint8_t *, unsigned long, int);
static unsigned long (*zlib_bound)(unsigned long);

static enum outcome unpack_zlib(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  unsigned long written = *room;
  int status = zlib_uncompress(output, &written, input, count);
  *room = written;
  return status == 0 ? UNPACKED : status == -5 /* Z_BUF_ERROR */ ? FULL : DAMAGED;
}

static int pack_zlib(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  unsigned long written = *room;
  int status = zlib_compress(output, &written, input, count, -1);
  *room = written;
  return status == 0;
}

static size_t bound_zlib(size_t count) { return zlib_bound(count); }

// bzip2

static int (*bzip2_unpack)(char *, unsigned *, char *, unsigned, int, int);
static int (*bzip2_pack)(char *, unsigned *, char *, unsigned, int, int, int);

static enum outcome unpack_bzip2(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  if (count > UINT32_MAX) return DAMAGED;
  unsigned written = *room > UINT32_MAX ? UINT32_MAX : (unsigned)*room;
  int status = bzip2_unpack((char *)output, &written, (char *)input, (unsigned)count, 0, 0);
  *room = written;
  return status == 0 ? UNPACKED : status == -8 /* BZ_OUTBUFF_FULL */ ? FULL : DAMAGED;
}

static int pack_bzip2(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  if (*room > UINT32_MAX) return 0;
  unsigned written = (unsigned)*room;
  int status = bzip2_pack((char *)output, &written, (char *)input, (unsigned)count, 9, 0, 0);
  *room = written;
  return status == 0;
}

/// The manual: one per cent more, and 600 bytes.
static size_t bound_bzip2(size_t count) { return count + count / 100 + 601; }

// xz

static int (*xz_unpack)(uint64_t *, uint32_t, const void *, const uint8_t *, size_t *, size_t, uint8_t *, size_t *,
                        size_t);
static int (*xz_pack)(uint32_t, int, const void *, const uint8_t *, size_t, uint8_t *, size_t *, size_t);
static size_t (*xz_bound)(size_t);

static enum outcome unpack_xz(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  uint64_t memory = 256 << 20;
  size_t read = 0, written = 0;
  int status = xz_unpack(&memory, 0, 0, input, &read, count, output, &written, *room);
  *room = written;
  return status == 0 ? UNPACKED : status == 10 /* LZMA_BUF_ERROR */ ? FULL : DAMAGED;
}

static int pack_xz(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  size_t written = 0;
  int status = xz_pack(6, 4 /* LZMA_CHECK_CRC64, as Python */, 0, input, count, output, &written, *room);
  *room = written;
  return status == 0;
}

static size_t bound_xz(size_t count) { return xz_bound(count); }

// zstd

static size_t (*zstd_unpack)(void *, size_t, const void *, size_t);
static size_t (*zstd_pack)(void *, size_t, const void *, size_t, int);
static size_t (*zstd_bound)(size_t);
static unsigned (*zstd_is_error)(size_t);
static int (*zstd_error_code)(size_t);

static enum outcome unpack_zstd(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  size_t written = zstd_unpack(output, *room, input, count);
  if (zstd_is_error(written)) return zstd_error_code(written) == 70 /* ZSTD_error_dstSize_tooSmall */ ? FULL : DAMAGED;
  *room = written;
  return UNPACKED;
}

static int pack_zstd(const uint8_t *input, size_t count, uint8_t *output, size_t *room) {
  size_t written = zstd_pack(output, *room, input, count, 3);
  *room = written;
  return !zstd_is_error(written);
}

static size_t bound_zstd(size_t count) { return zstd_bound(count); }

// Loading

static struct library libraries[] = {
    [CCOMPRESSION_ZLIB] = {"libz.so.1", unpack_zlib, pack_zlib, bound_zlib},
    [CCOMPRESSION_BZIP2] = {"libbz2.so.1.0", unpack_bzip2, pack_bzip2, bound_bzip2},
    [CCOMPRESSION_XZ] = {"liblzma.so.5", unpack_xz, pack_xz, bound_xz},
    [CCOMPRESSION_ZSTD] = {"libzstd.so.1", unpack_zstd, pack_zstd, bound_zstd},
};
static int is_loaded[sizeof libraries / sizeof *libraries];

static int find(void *handle, const char *name, void *function) {
  return (*(void **)function = dlsym(handle, name)) != 0;
}

/// Once; the library then stays for the life of the process.
static void load(enum ccompression_format format) {
  void *handle = dlopen(libraries[format].name, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  switch (format) {
  case CCOMPRESSION_ZLIB:
    is_loaded[format] = find(handle, "uncompress", &zlib_uncompress) && find(handle, "compress2", &zlib_compress) &&
                        find(handle, "compressBound", &zlib_bound);
    break;
  case CCOMPRESSION_BZIP2:
    is_loaded[format] = find(handle, "BZ2_bzBuffToBuffDecompress", &bzip2_unpack) &&
                        find(handle, "BZ2_bzBuffToBuffCompress", &bzip2_pack);
    break;
  case CCOMPRESSION_XZ:
    is_loaded[format] = find(handle, "lzma_stream_buffer_decode", &xz_unpack) &&
                        find(handle, "lzma_easy_buffer_encode", &xz_pack) &&
                        find(handle, "lzma_stream_buffer_bound", &xz_bound);
    break;
  case CCOMPRESSION_ZSTD:
    is_loaded[format] = find(handle, "ZSTD_decompress", &zstd_unpack) && find(handle, "ZSTD_compress", &zstd_pack) &&
                        find(handle, "ZSTD_compressBound", &zstd_bound) &&
                        find(handle, "ZSTD_isError", &zstd_is_error) &&
                        find(handle, "ZSTD_getErrorCode", &zstd_error_code);
    break;
  }
}

static void load_zlib(void) { load(CCOMPRESSION_ZLIB); }
static void load_bzip2(void) { load(CCOMPRESSION_BZIP2); }
static void load_xz(void) { load(CCOMPRESSION_XZ); }
static void load_zstd(void) { load(CCOMPRESSION_ZSTD); }

const struct library *library_of(enum ccompression_format format) {
  static pthread_once_t once[] = {PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT};
  static void (*const loaders[])(void) = {load_zlib, load_bzip2, load_xz, load_zstd};
  if ((unsigned)format >= sizeof libraries / sizeof *libraries) return 0;
  pthread_once(&once[format], loaders[format]);
  return is_loaded[format] ? &libraries[format] : 0;
}

const char *ccompression_library(enum ccompression_format format) {
  return (unsigned)format < sizeof libraries / sizeof *libraries ? libraries[format].name : "";
}
