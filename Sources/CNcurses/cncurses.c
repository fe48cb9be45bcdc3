#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "internal.h"

#include "cncurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

// ncurses gets a descriptor of its own. It points at the terminal except while a frame is made:
// then it points at a memory file, whose contents go to the terminal in one write.

static SCREEN *screen;
static FILE *output;      // the stream of the private descriptor
static FILE *input;
static int frame_file = -1;
static bool modes_on;     // whether mouse, paste and focus reports are switched on
static bool has_colors_in_use;
static bool asks_background;  // whether the next frame asks for the terminal's background
static bool has_utf8;     // whether the person's locale has more than ASCII
static bool leaves_mouse; // whether the mouse is left to the terminal
static bool corner_is_hard;  // whether the last column of the last row is filled by inserting
static bool frame_shown;  // whether ncurses entered its screen since we took it

static const char begin_sync[] = "\033[?2026h";
static const char end_sync[] = "\033[?2026l";
static const char modes_on_sequence[] = "\033[?1000h\033[?1006h\033[?2004h\033[?1004h";
static const char modes_without_mouse[] = "\033[?1006l\033[?1000l\033[?2004h\033[?1004h";
// OSC 11 with a question mark: the terminal answers with its background (ctlseqs of xterm).
static const char ask_background[] = "\033]11;?\033\\";
static const char modes_off_sequence[] = "\033[?1006l\033[?1000l\033[?2004l\033[?1004l";

// ---- Frames

static void begin_capture(void) {
    // Room for the opening sequence, so that it and the frame are one piece of memory.
    ssize_t ignored = pwrite(frame_file, begin_sync, sizeof begin_sync - 1, 0);
    (void)ignored;
    lseek(frame_file, sizeof begin_sync - 1, SEEK_SET);
    dup3(frame_file, fileno(output), O_CLOEXEC);
}

// Returns the position after the last captured byte.
static off_t end_capture(void) {
    off_t end = lseek(frame_file, 0, SEEK_CUR);
    dup3(cn_screen.terminal, fileno(output), O_CLOEXEC);
    return end;
}

// The captured bytes up to a position, until the next call; NULL when there is no memory. They are
// copied: to unmap them would stop every thread of the program for a moment.
static const char *captured(off_t end) {
    static char *bytes;
    static size_t room;
    if ((size_t)end > room) {
        char *grown = realloc(bytes, 2 * (size_t)end);
        if (grown == NULL) return NULL;
        bytes = grown;
        room = 2 * (size_t)end;
    }
    return pread(frame_file, bytes, (size_t)end, 0) == end ? bytes : NULL;
}

// Whether the captured bytes may move rows, and with them what only we know of their cells:
// ESC M, a line feed, or a control sequence that ends in one of L, M, S and T.
static bool moves_rows(off_t end) {
    const off_t opening = sizeof begin_sync - 1;
    if (end <= opening) return false;
    const char *bytes = captured(end);
    if (bytes == NULL) return true;
    bool moves = false;
    for (off_t place = opening; place < end && !moves; place++) {
        if (bytes[place] == '\n') moves = true;
        if (bytes[place] != '\033' || place + 1 >= end) continue;
        if (bytes[place + 1] == 'M') moves = true;
        if (bytes[place + 1] != '[') continue;
        off_t final = place + 2;
        while (final < end && bytes[final] >= 0x20 && bytes[final] < 0x40) final++;
        if (final < end && strchr("LMST", bytes[final]) != NULL) moves = true;
    }
    return moves;
}

static off_t append(const void *bytes, size_t count, off_t end) {
    ssize_t ignored = pwrite(frame_file, bytes, count, end);
    (void)ignored;
    return end + (off_t)count;
}

static int64_t send_frame(off_t end, cn_bytes appended, cn_bytes moved) {
    const size_t opening = sizeof begin_sync - 1;
    if (end <= (off_t)opening && modes_on && appended.count == 0) return 0;
    bool moves = moved.count > 0 && moves_rows(end);
    if (appended.count > 0) end = append(appended.bytes, appended.count, end);
    if (moves) end = append(moved.bytes, moved.count, end);
    if (!modes_on) {
        end = leaves_mouse
            ? append(modes_without_mouse, sizeof modes_without_mouse - 1, end)
            : append(modes_on_sequence, sizeof modes_on_sequence - 1, end);
        modes_on = true;
    }
    if (asks_background) {
        asks_background = false;
        end = append(ask_background, sizeof ask_background - 1, end);
    }
    end = append(end_sync, sizeof end_sync - 1, end);
    const char *bytes = captured(end);
    if (bytes == NULL) return -1;
    int result = cn_write_all(cn_screen.terminal, bytes, (size_t)end);
    return result == 0 ? (int64_t)end : -1;
}

int cn_needs_frame(void) {
    return !modes_on;
}

void cn_report_mouse(int is_reported) {
    if (leaves_mouse == !is_reported) return;
    leaves_mouse = !is_reported;
    modes_on = false;
}

void cn_repaint(void) {
    clearok(curscr, TRUE);
    modes_on = false;
}

int64_t cn_present(int32_t cursor_x, int32_t cursor_y, cn_bytes appended, cn_bytes moved) {
    if (screen == NULL || !cn_screen.is_up) return 0;
    bool hidden = cursor_x < 0 || cursor_y < 0;
    begin_capture();
    if (curs_set(hidden ? 0 : 1) == ERR && hidden) {
        // A terminal that cannot hide its cursor has it where it marks nothing.
        hidden = false;
        cursor_x = 0;
        cursor_y = LINES - 1;
    }
    leaveok(stdscr, hidden);
    if (!hidden) wmove(stdscr, cursor_y, cursor_x);
    wnoutrefresh(stdscr);
    doupdate();
    frame_shown = true;
    return send_frame(end_capture(), appended, moved);
}

void cn_put_row(int32_t y, const cn_cell *cells, int32_t count) {
    if (screen == NULL || y < 0 || y >= LINES) return;
    if (count > COLS) count = COLS;
    static cchar_t *row;
    static int32_t capacity;
    if (count > capacity) {
        cchar_t *larger = realloc(row, (size_t)count * sizeof *row);
        if (larger == NULL) return;
        row = larger;
        capacity = count;
    }
    int32_t filled = 0;
    for (int32_t x = 0; x < count; x++) {
        const cn_cell *cell = &cells[x];
        if (cell->base == 0) continue;
        attr_t attributes = (cell->attributes & CN_BOLD ? WA_BOLD : 0)
            | (cell->attributes & CN_DIM ? WA_DIM : 0)
            | (cell->attributes & CN_UNDERLINE ? WA_UNDERLINE : 0)
            | (cell->attributes & CN_REVERSE ? WA_REVERSE : 0)
            | (cell->attributes & CN_ITALIC ? WA_ITALIC : 0)
            // An attribute that no terminal has: only ncurses sees that such cells differ.
            | (cell->attributes & CN_LINK ? WA_LOW : 0);
        wchar_t text[4] = {(wchar_t)cell->base};
        int pair = cell->pair;
        int length = 1;
        bool agreed = cell->base < 0x7F || wcwidth((wchar_t)cell->base) == cell->width;
        if (cell->width == 2 && x + 1 >= count) agreed = false;
        // What ncurses inserts there would tear a wide glyph, and on one column it goes astray.
        if (corner_is_hard && y == LINES - 1) {
            if (cell->width == 2 && x == COLS - 3) agreed = false;
            if (COLS == 1) {
                int none = 0;
                setcchar(&row[filled++], L" ", 0, 0, &none);
                break;
            }
        }
        if (!agreed) text[0] = 0x25A1;
        for (int mark = 0; mark < 2 && agreed; mark++) {
            wchar_t scalar = (wchar_t)cell->marks[mark];
            if (scalar != 0 && wcwidth(scalar) == 0) text[length++] = scalar;
        }
        setcchar(&row[filled++], text, attributes, 0, &pair);
        if (!agreed && cell->width == 2 && x + 1 < count) {
            setcchar(&row[filled++], L" ", attributes, 0, &pair);
        }
    }
    mvwadd_wchnstr(stdscr, y, 0, row, filled);
}

// ---- Taking and leaving the screen

static void enter_screen(void) {
    cn_divert_output();
    tcsetattr(cn_screen.terminal, TCSADRAIN, &cn_screen.ours);
    cn_screen.is_up = 1;
    cn_guard_screen_up(&cn_screen.saved, &cn_screen.ours);
    modes_on = false;
    clearok(curscr, TRUE);
}

// Sends what ncurses needs to leave its screen, and our own modes off, as one write.
static void send_leave(void) {
    // An endwin without a screen would move the cursor of the shell's screen.
    if (!frame_shown) return;
    frame_shown = false;
    begin_capture();
    endwin();
    off_t end = end_capture();
    ssize_t ignored =
        pwrite(frame_file, modes_off_sequence, sizeof modes_off_sequence - 1, end);
    (void)ignored;
    end += sizeof modes_off_sequence - 1;
    const off_t opening = sizeof begin_sync - 1;
    char *bytes = mmap(NULL, (size_t)end, PROT_READ, MAP_SHARED, frame_file, 0);
    if (bytes == MAP_FAILED) return;
    cn_write_all(cn_screen.terminal, bytes + opening, (size_t)(end - opening));
    munmap(bytes, (size_t)end);
}

static void leave_screen(void) {
    if (!cn_screen.is_up) return;
    send_leave();
    cn_screen.is_up = 0;
    tcsetattr(cn_screen.terminal, TCSANOW, &cn_screen.saved);
    // Keys and mouse reports meant for us must not become commands of the shell.
    tcflush(cn_screen.terminal, TCIFLUSH);
    cn_guard_screen_down();
    cn_undivert_output();
}

void cn_suspend(void) {
    if (screen == NULL) return;
    leave_screen();
    // With the default action a SIGCONT is not delivered later, as a second resumption.
    struct sigaction ordinary, ours;
    memset(&ordinary, 0, sizeof ordinary);
    ordinary.sa_handler = SIG_DFL;
    sigaction(SIGCONT, &ordinary, &ours);
    // Not kill: in a process with threads that returns before the process has stopped.
    raise(SIGSTOP);
    sigaction(SIGCONT, &ours, NULL);
    enter_screen();
}

int cn_run(char *const arguments[]) {
    if (screen == NULL) return -1;
    leave_screen();
    int result = cn_run_in_foreground(arguments);
    enter_screen();
    return result;
}

void cn_resume(void) {
    if (screen == NULL) return;
    // The shell has written over our screen; leaving it first brings back the shell's own.
    send_leave();
    enter_screen();
}

// Whether the person asked for UTF-8, be it by a locale that this machine does not have, as it
// often comes over ssh.
static bool names_utf8(void) {
    const char *variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (int index = 0; index < 3; index++) {
        const char *locale = getenv(variables[index]);
        if (locale == NULL || *locale == 0) continue;
        return strcasestr(locale, "utf-8") != NULL || strcasestr(locale, "utf8") != NULL;
    }
    return false;
}

static void use_utf8(void) {
    setlocale(LC_CTYPE, "");
    has_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (has_utf8) return;
    setlocale(LC_CTYPE, "C.UTF-8");
    has_utf8 = names_utf8();
}

// Whether ncurses can place the cursor on this terminal.
static bool is_usable(void) {
    char *address = tigetstr("cup");
    return address != NULL && address != (char *)-1 && *address != 0;
}

static SCREEN *open_screen(const char *wanted) {
    const char *types[] = {wanted, "xterm-256color", "vt100"};
    for (int index = 0; index < 3; index++) {
        if (types[index] == NULL || *types[index] == 0) continue;
        SCREEN *candidate = newterm(types[index], output, input);
        if (candidate == NULL) continue;
        if (is_usable()) return candidate;
        // Known, but without cursor addressing: the person said so, nothing else will do.
        endwin();
        delscreen(candidate);
        return NULL;
    }
    return NULL;
}

static void set_modes(void) {
    raw();
    noecho();
    nonl();
    typeahead(-1);
    idlok(stdscr, TRUE);
    // Where the type does not say how the margin is made to hold.
    char *margin = tigetstr("rmam");
    corner_is_hard = margin == NULL || margin == (char *)-1;
    leaves_mouse = false;
    has_colors_in_use = false;
    const char *no_color = getenv("NO_COLOR");
    if ((no_color == NULL || *no_color == 0) && has_colors() && start_color() == OK) {
        use_default_colors();
        has_colors_in_use = true;
    }
    tcgetattr(cn_screen.terminal, &cn_screen.ours);
    // Until the first endwin ncurses flushes at every cursor movement. What endwin sends would
    // move the cursor of the shell's screen, so nobody gets to see it.
    begin_capture();
    endwin();
    end_capture();
}

static void release(void) {
    if (output != NULL) fclose(output);
    if (input != NULL) fclose(input);
    if (frame_file >= 0) close(frame_file);
    if (cn_screen.terminal >= 0) close(cn_screen.terminal);
    output = NULL;
    input = NULL;
    frame_file = -1;
    cn_screen.terminal = -1;
}

static FILE *private_stream(const char *mode) {
    int copy = fcntl(cn_screen.terminal, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (stream == NULL) close(copy);
    return stream;
}

int cn_open(const char *path, const char *type) {
    if (screen != NULL) return CN_BUSY;
    cn_screen.terminal = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (cn_screen.terminal < 0 || tcgetattr(cn_screen.terminal, &cn_screen.saved) != 0) {
        release();
        return CN_NOT_A_TERMINAL;
    }
    output = private_stream("w");
    input = private_stream("r");
    frame_file = memfd_create("frame", MFD_CLOEXEC);
    // Installed first, so that ncurses leaves its own handlers out.
    if (output == NULL || input == NULL || frame_file < 0 || cn_signals_install() != 0) {
        release();
        return CN_SYSTEM_ERROR;
    }
    use_utf8();
    screen = open_screen(type != NULL ? type : getenv("TERM"));
    if (screen == NULL) {
        tcsetattr(cn_screen.terminal, TCSANOW, &cn_screen.saved);
        cn_signals_remove();
        release();
        return CN_UNKNOWN_TYPE;
    }
    set_modes();
    int32_t width, height;
    cn_update_size(&width, &height);
    enter_screen();
    return CN_OK;
}

void cn_close(void) {
    if (screen == NULL) return;
    leave_screen();
    delscreen(screen);
    screen = NULL;
    release();
    cn_signals_remove();
}

// ---- Facts

int cn_has_utf8(void) {
    return has_utf8;
}

int cn_ask_background(void) {
    // The Linux console and older terminals would show the question.
    const char *type = termname();
    asks_background = has_colors_in_use && type != NULL && strncmp(type, "linux", 5) != 0;
    return asks_background;
}

int cn_terminal_descriptor(void) {
    return cn_screen.terminal;
}

void cn_update_size(int32_t *width, int32_t *height) {
    struct winsize size;
    if (ioctl(cn_screen.terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
        && size.ws_row > 0 && (size.ws_col != COLS || size.ws_row != LINES)) {
        // Not resizeterm, which also queues a key.
        resize_term(size.ws_row, size.ws_col);
        // Nobody knows which cells the terminal kept where.
        clearok(curscr, TRUE);
    }
    *width = COLS;
    *height = LINES;
}

int32_t cn_color_count(void) {
    return has_colors_in_use ? COLORS : 0;
}

int32_t cn_pair_count(void) {
    return has_colors_in_use ? COLOR_PAIRS : 1;
}

int cn_define_pair(int32_t pair, int32_t foreground, int32_t background) {
    // Without colours ncurses 6.4 crashes here.
    if (!has_colors_in_use) return -1;
    return init_extended_pair(pair, foreground, background) == OK ? 0 : -1;
}

int cn_write(const void *bytes, size_t count) {
    return cn_screen.is_up ? cn_write_all(cn_screen.terminal, bytes, count) : -1;
}
