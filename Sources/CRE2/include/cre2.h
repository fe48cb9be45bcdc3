#ifndef CRE2_H
#define CRE2_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A pattern of RE2, which many threads may use at once.
typedef struct cr_pattern cr_pattern;

// What can be wrong in a pattern.
enum cr_mistake {
    CR_NO_MISTAKE,
    CR_BAD_ESCAPE,
    CR_BAD_RANGE,
    CR_OPEN_BRACKET,
    CR_OPEN_PARENTHESIS,
    CR_LOOSE_PARENTHESIS,
    CR_ENDS_IN_BACKSLASH,
    CR_NOTHING_TO_REPEAT,
    CR_BAD_COUNT,
    CR_REPEATED_REPETITION,
    CR_UNKNOWN_GROUP,
    CR_TOO_LARGE,
    CR_OTHER_MISTAKE,
};

// Reads a pattern in UTF-8, or a text that stands for itself; null when it is wrong, with what is
// wrong and the part of it, in bytes, that is meant.
cr_pattern *cr_read(const char *text, size_t count, int is_literal, enum cr_mistake *mistake,
                    size_t *part_start, size_t *part_count);

// Whether the pattern occurs in these bytes, in a time that grows with their number only.
int cr_occurs(const cr_pattern *pattern, const uint8_t *bytes, size_t count);

void cr_free(cr_pattern *pattern);

#ifdef __cplusplus
}
#endif

#endif
