#include "allocation_count.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

// glibc keeps its own functions under these names for programs that put theirs in front.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static atomic_int_fast64_t counter;

static void count_one(void) {
    atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    count_one();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    count_one();
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    count_one();
    return __libc_realloc(block, size);
}

int64_t allocation_count(void) {
    return atomic_load_explicit(&counter, memory_order_relaxed);
}

#else

int64_t allocation_count(void) {
    return -1;
}

#endif
