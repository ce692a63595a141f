// hiredis 0.14 (Debian 11 and 12) and 1.x, seen alike.
#include <hiredis/hiredis.h>
#include <stdint.h>

#if HIREDIS_MAJOR < 0 || (HIREDIS_MAJOR == 0 && HIREDIS_MINOR < 14)
#error "hiredis 0.14 or newer is needed (Debian: libhiredis-dev)"
#endif

// The version it was built with, as numbers Swift can read.
enum { chiredis_major = HIREDIS_MAJOR, chiredis_minor = HIREDIS_MINOR, chiredis_patch = HIREDIS_PATCH };

// The library that adds TLS to the hiredis that is linked, by the name the linker knows it by; null where there is none. It
// is looked for at run time, so that nothing more has to be installed to build.
static inline const char *chiredis_tls_library(void) {
#if HIREDIS_MAJOR >= 1
#define CHIREDIS_TEXT_OF(word) #word
#define CHIREDIS_TEXT(word) CHIREDIS_TEXT_OF(word)
  return "libhiredis_ssl.so." CHIREDIS_TEXT(HIREDIS_SONAME);
#else
  return NULL;
#endif
}

// How many bytes wait to be written.
static inline size_t chiredis_unsent(const redisContext *context) {
  return context->obuf == NULL ? 0 : sdslen(context->obuf);
}
