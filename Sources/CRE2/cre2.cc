#include "cre2.h"

#include <re2/re2.h>

namespace {

// Enough for 10,000 instructions and the states that lines of a log lead to.
const int64_t memory_bytes = 128 << 10;

cr_mistake mistake_of(RE2::ErrorCode code) {
    switch (code) {
    case RE2::NoError: return CR_NO_MISTAKE;
    case RE2::ErrorBadEscape: return CR_BAD_ESCAPE;
    case RE2::ErrorBadCharClass:
    case RE2::ErrorBadCharRange: return CR_BAD_RANGE;
    case RE2::ErrorMissingBracket: return CR_OPEN_BRACKET;
    case RE2::ErrorMissingParen: return CR_OPEN_PARENTHESIS;
    case RE2::ErrorUnexpectedParen: return CR_LOOSE_PARENTHESIS;
    case RE2::ErrorTrailingBackslash: return CR_ENDS_IN_BACKSLASH;
    case RE2::ErrorRepeatArgument: return CR_NOTHING_TO_REPEAT;
    case RE2::ErrorRepeatSize: return CR_BAD_COUNT;
    case RE2::ErrorRepeatOp: return CR_REPEATED_REPETITION;
    case RE2::ErrorBadPerlOp:
    case RE2::ErrorBadNamedCapture: return CR_UNKNOWN_GROUP;
    case RE2::ErrorPatternTooLarge: return CR_TOO_LARGE;
    default: return CR_OTHER_MISTAKE;
    }
}

const RE2 *expression(const cr_pattern *pattern) {
    return reinterpret_cast<const RE2 *>(pattern);
}

}  // namespace

cr_pattern *cr_read(const char *text, size_t count, int is_literal, cr_mistake *mistake,
                    size_t *part_start, size_t *part_count) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_dot_nl(true);
    options.set_literal(is_literal);
    options.set_max_mem(memory_bytes);
    const re2::StringPiece whole(text, count);
    RE2 *read = new RE2(whole, options);
    *mistake = mistake_of(read->error_code());
    if (read->ok()) return reinterpret_cast<cr_pattern *>(read);
    const size_t place = whole.find(read->error_arg());
    *part_start = place == re2::StringPiece::npos ? 0 : place;
    *part_count = place == re2::StringPiece::npos ? 0 : read->error_arg().size();
    delete read;
    return nullptr;
}

int cr_occurs(const cr_pattern *pattern, const uint8_t *bytes, size_t count) {
    const re2::StringPiece line(reinterpret_cast<const char *>(bytes), count);
    return expression(pattern)->Match(line, 0, count, RE2::UNANCHORED, nullptr, 0);
}

void cr_free(cr_pattern *pattern) {
    delete expression(pattern);
}
