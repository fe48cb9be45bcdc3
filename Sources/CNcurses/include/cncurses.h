#ifndef CNCURSES_H
#define CNCURSES_H

#include <stddef.h>
#include <stdint.h>

// The part of Tocsin that must be C: ncurses' macros and globals, signal handlers, and the
// process that restores the terminal after SIGKILL. Everything is called from the thread that
// called cn_open, unless the comment says otherwise.

// ---- guard.c

// Starts the process that restores the terminal when this one is killed. Call it once, before
// any thread exists. Returns 0, or -1 when there is no terminal to guard or no process to spare.
int cn_guard_start(void);

// ---- signals.c

// Descriptor from which cn_next_signal reads; readable when a signal waits. -1 while closed.
int cn_signal_descriptor(void);

// The next signal that arrived, or 0.
int cn_next_signal(void);

// Has a crash leave its backtrace in the file at `path`, and say so on the terminal.
void cn_keep_crashes(const char *path);

// ---- cncurses.c

enum {
    CN_OK = 0,
    CN_NOT_A_TERMINAL = -1,
    CN_UNKNOWN_TYPE = -2,
    CN_BUSY = -3,
    CN_SYSTEM_ERROR = -4,
};

// Opens the terminal at `path` and takes the screen. The terminal type is `type`, or $TERM if
// that is null, or xterm-256color or vt100 when neither is known. One at a time.
// Returns CN_OK or one of the errors above.
int cn_open(const char *path, const char *type);

// Gives the screen back. Harmless when it is not open.
void cn_close(void);

// Leaves the screen, stops the process until it is continued, and takes the screen again.
void cn_suspend(void);

// Leaves the screen to a program, found along $PATH, waits for its end, and takes the screen
// again. What a person types meanwhile is the program's alone. Returns its exit code, or -1.
int cn_run(char *const arguments[]);

// Takes the screen again after the process was stopped from outside.
void cn_resume(void);

// Descriptor of the terminal, -1 while closed.
int cn_terminal_descriptor(void);

// Asks the terminal for its size and tells ncurses.
void cn_update_size(int32_t *width, int32_t *height);

// Colours that can be shown: 0, 8, 16, 256, 1 << 24. 0 as well when $NO_COLOR is not empty.
int32_t cn_color_count(void);

// Whether the person's locale has UTF-8; in C, POSIX and the like it is 0.
int cn_has_utf8(void);

// Lets the next frame ask the terminal for the colour of its background; 0 if this one should
// not be asked.
int cn_ask_background(void);

// Colour pairs including pair 0.
int32_t cn_pair_count(void);

// Gives colour pair `pair` its colours; -1 is the terminal's own. Returns 0 or -1.
int cn_define_pair(int32_t pair, int32_t foreground, int32_t background);

enum {
    CN_BOLD = 1,
    CN_DIM = 2,
    CN_UNDERLINE = 4,
    CN_REVERSE = 8,
    CN_ITALIC = 16,
    CN_LINK = 32, // ncurses draws it anew when it ends here or begins, as if it were a style
};

typedef struct {
    uint32_t base;       // 0 for the second half of a wide glyph
    uint32_t marks[2];   // combining scalars, 0 if none
    uint16_t attributes; // CN_BOLD and so on
    uint16_t width;      // columns the caller reserved
    int32_t pair;
} cn_cell;

// Hands row `y` to ncurses from column 0 on. A scalar that the C library measures differently
// than the caller is replaced by U+25A1.
void cn_put_row(int32_t y, const cn_cell *cells, int32_t count);

typedef struct {
    const void *bytes;
    size_t count;
} cn_bytes;

// Sends what changed as one write, inside a synchronised update. A negative cursor hides it.
// `appended` comes behind that, and `moved` as well if rows may have been moved on the screen;
// both leave the cursor and its style as they were.
// Returns the bytes written, 0 if nothing changed, -1 if the terminal is gone.
int64_t cn_present(int32_t cursor_x, int32_t cursor_y, cn_bytes appended, cn_bytes moved);

// Whether the next frames have the mouse reported; the next one says so to the terminal.
void cn_report_mouse(int is_reported);

// Whether the next frame has to be sent even if no cell changed.
int cn_needs_frame(void);

// Forgets what the screen shows, so that the next frame is sent whole.
void cn_repaint(void);

// Writes bytes to the terminal between frames. Returns 0 or -1.
int cn_write(const void *bytes, size_t count);

enum {
    CN_INPUT = 1,
    CN_SIGNAL = 2,
    CN_WAKE = 4,
    CN_WRITABLE = 8,
    CN_HANGUP = 16,
};

// Waits for input, a signal, `wake_descriptor` or, if asked, room for output.
// Returns a set of the bits above, 0 after `timeout` milliseconds (-1 waits for ever).
int cn_wait(int wake_descriptor, int read_input, int want_writable, int32_t timeout);

// Whether the terminal takes output at once.
int cn_is_writable(void);

// eventfd and its two uses; any thread may call them.
int cn_event_open(void);
void cn_event_signal(int descriptor);
void cn_event_clear(int descriptor);

// Runs `tmux load-buffer -w -` with `bytes` as its input and waits for it. Returns 0 or -1.
int cn_copy_through_tmux(const void *bytes, size_t count);

// ---- pty.c

// Opens a pseudo terminal of this size and writes its device path, for tests.
// Returns the controlling descriptor or -1.
int cn_pty_open(int32_t width, int32_t height, char *path, size_t path_size);

// Gives a pseudo terminal another size.
void cn_pty_resize(int descriptor, int32_t width, int32_t height);

// Reads what arrives within `timeout` milliseconds; 0 if nothing did, -1 at the end.
ptrdiff_t cn_pty_read(int descriptor, void *buffer, size_t size, int32_t timeout);

// The columns that the C library gives a scalar; -1 for one that cannot be shown.
int32_t cn_columns(uint32_t scalar);

// 1 if the pseudo terminal is in raw mode, else 0.
int cn_pty_is_raw(int descriptor);

#endif
