#include "cxxhash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t cx_xxhash64(const uint8_t *bytes, size_t count, uint64_t seed) {
    return XXH64(bytes, count, seed);
}
