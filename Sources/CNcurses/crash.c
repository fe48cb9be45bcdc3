#include "internal.h"

#include "cncurses.h"

#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// What a crash leaves behind. It is told within the handler of the signal: no memory is asked
// for, nothing is formatted by the library, and nothing of what the program knew is written but
// where it was.

static char crash_path[1024];

// A file that grew beyond this begins anew.
enum { LARGEST_FILE = 256 * 1024, DEEPEST = 64 };

void cn_keep_crashes(const char *path) {
    if (strlen(path) >= sizeof crash_path) return;
    strcpy(crash_path, path);
    // The first call loads a library, which a handler must not.
    void *frame;
    backtrace(&frame, 1);
}

static void say(int descriptor, const char *text) {
    cn_write_all(descriptor, text, strlen(text));
}

static void say_number(int descriptor, uint64_t number, unsigned base) {
    char digits[24];
    size_t place = sizeof digits;
    do {
        digits[--place] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0 && place > 0);
    cn_write_all(descriptor, digits + place, sizeof digits - place);
}

static const char *name_of(int number) {
    switch (number) {
    case SIGSEGV: return "SIGSEGV";
    case SIGBUS: return "SIGBUS";
    case SIGILL: return "SIGILL";
    case SIGTRAP: return "SIGTRAP";
    case SIGABRT: return "SIGABRT";
    case SIGFPE: return "SIGFPE";
    default: return "a signal";
    }
}

// Returns whether the file could be written.
static int keep(int number, const void *address) {
    if (crash_path[0] == 0) return 0;
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    int file = open(crash_path, flags, 0600);
    if (file < 0) return 0;
    struct stat facts;
    if (fstat(file, &facts) == 0 && facts.st_size > LARGEST_FILE && ftruncate(file, 0) != 0) {
        close(file);
        return 0;
    }
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    say(file, "tocsin ended by ");
    say(file, name_of(number));
    say(file, " at ");
    say_number(file, (uint64_t)now.tv_sec, 10);
    say(file, " seconds after 1970, address 0x");
    say_number(file, (uint64_t)(uintptr_t)address, 16);
    say(file, "\n");
    void *frames[DEEPEST];
    backtrace_symbols_fd(frames, backtrace(frames, DEEPEST), file);
    say(file, "\n");
    close(file);
    return 1;
}

void cn_tell_crash(int terminal, int number, const void *address) {
    int is_kept = keep(number, address);
    say(terminal, "tocsin ended by ");
    say(terminal, name_of(number));
    if (is_kept) {
        say(terminal, "; where it was is in ");
        say(terminal, crash_path);
    }
    say(terminal, "\n");
}
