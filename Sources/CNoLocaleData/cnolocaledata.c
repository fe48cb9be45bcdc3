#include "cnolocaledata.h"

#include <stdint.h>

// The data of all languages and calendars that Foundation brings along (ICU 76) are 34 MB, a third
// of the program, and nothing here asks for them: dates, numbers and texts are written by our own
// code, and web addresses are plain ASCII before they reach the HTTP client. This is an empty
// package in ICU's format for data ("Data File Formats" of the ICU user guide): the linker takes
// it and leaves the full one in its library. The number is that of the toolchain's ICU: with
// another one the program only becomes as large as it was.
struct empty_package {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t description_size, reserved;
    uint8_t is_big_endian, character_set, character_size, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    uint32_t entry_count, unused;
};

// Hidden: a Foundation that is a shared library keeps its own.
__attribute__((visibility("hidden"))) extern const struct empty_package icudt76_dat;

const struct empty_package icudt76_dat = {
    .header_size = 32,
    .magic = {0xda, 0x27},
    .description_size = 20,
    .character_size = 2,
    .format = {'C', 'm', 'n', 'D'},
    .format_version = {1},
};
