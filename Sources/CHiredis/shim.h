// hiredis 0.14 (Debian 11 and 12) and 1.x, seen alike.
#include <hiredis/hiredis.h>
#include <stdint.h>

#if HIREDIS_MAJOR < 0 || (HIREDIS_MAJOR == 0 && HIREDIS_MINOR < 14)
#error "hiredis 0.14 or newer is needed (Debian: libhiredis-dev)"
#endif

// The version it was built with, as numbers Swift can read.
enum { chiredis_major = HIREDIS_MAJOR, chiredis_minor = HIREDIS_MINOR, chiredis_patch = HIREDIS_PATCH };

// How many bytes wait to be written.
static inline size_t chiredis_unsent(const redisContext *context) {
  return context->obuf == NULL ? 0 : sdslen(context->obuf);
}
