#ifndef GUARD_H
#define GUARD_H

#include <sys/types.h>

/// Adds ('+') or takes away ('-') a group. Async-signal-safe; a guard that is not there any more is no trouble.
void tell_guard(int guard, char sign, pid_t group);

#endif
