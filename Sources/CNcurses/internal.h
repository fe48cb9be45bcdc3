#ifndef CN_INTERNAL_H
#define CN_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stddef.h>
#include <termios.h>

// What has to be put back, shared by the ordinary way out, crash handlers and the guard.
typedef struct {
    int terminal;            // the real terminal, -1 while closed
    volatile int is_up;      // whether our modes and the alternate screen are on
    struct termios saved;    // modes found at the start
    struct termios ours;     // modes while the screen is up
    int diversion;           // memory file that takes standard output and error, or -1
    int standard[3];         // duplicates of descriptors 1 and 2 while they are diverted, or -1
} cn_screen_state;

extern cn_screen_state cn_screen;

// Ends synchronised update, mouse, paste and focus reports, alternate screen, application
// cursor and keypad mode; shows the cursor; resets character set and attributes.
#define CN_RESTORE                                                                               \
    "\033[?2026l\033[?1006l\033[?1000l\033[?2004l\033[?1004l\033[?1049l\033[?1l\033>\033[?25h"   \
    "\033(B\033[0m"

// Async-signal-safe: modes, screen and diverted output back; tells the guard.
void cn_restore_now(void);
// Async-signal-safe: a write that does not give up half way. Returns 0 or -1.
int cn_write_all(int descriptor, const void *bytes, size_t count);

// Runs a program on the terminal, whose screen was left, and returns its exit code or -1.
int cn_run_in_foreground(char *const arguments[]);

void cn_divert_output(void);
void cn_undivert_output(void);

// Async-signal-safe: keeps the backtrace of a fatal signal and says on the terminal where.
void cn_tell_crash(int terminal, int number, const void *address);

int cn_signals_install(void);
void cn_signals_remove(void);

// Async-signal-safe; harmless without a guard.
void cn_guard_screen_up(const struct termios *saved, const struct termios *ours);
void cn_guard_screen_down(void);

#endif
