#ifndef CXXHASH_H
#define CXXHASH_H

#include <stddef.h>
#include <stdint.h>

// xxHash64 of some bytes, by Debian's libxxhash, whose header has all of it.
uint64_t cx_xxhash64(const uint8_t *bytes, size_t count, uint64_t seed);

#endif
