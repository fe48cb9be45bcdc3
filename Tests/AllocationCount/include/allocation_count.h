#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

// Counts every malloc, calloc and realloc of the process that links this, by standing in front
// of the C library's own. For the benchmarks only.

// Allocations since the start of the process; -1 where they cannot be counted (another program's
// allocator stands in front, as with a sanitizer, or the C library is not glibc).
int64_t allocation_count(void);

#endif
