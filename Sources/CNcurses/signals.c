#include "internal.h"

#include "cncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

cn_screen_state cn_screen = {.terminal = -1, .diversion = -1, .standard = {-1, -1, -1}};

int cn_write_all(int descriptor, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, next, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        next += written;
        count -= (size_t)written;
    }
    return 0;
}

// ---- Standard output and error while the screen is up

// Text that any library writes to these descriptors would land in the middle of the screen and
// be lost with it, the runtime's last words before a trap above all. Files and pipes are left
// alone.
void cn_divert_output(void) {
    if (cn_screen.diversion < 0) cn_screen.diversion = memfd_create("diverted", MFD_CLOEXEC);
    if (cn_screen.diversion < 0) return;
    for (int descriptor = 1; descriptor <= 2; descriptor++) {
        if (cn_screen.standard[descriptor] >= 0 || !isatty(descriptor)) continue;
        int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
        if (copy < 0) continue;
        if (dup2(cn_screen.diversion, descriptor) < 0) {
            close(copy);
            continue;
        }
        cn_screen.standard[descriptor] = copy;
    }
}

void cn_undivert_output(void) {
    int target = -1;
    for (int descriptor = 1; descriptor <= 2; descriptor++) {
        int copy = cn_screen.standard[descriptor];
        if (copy < 0) continue;
        dup2(copy, descriptor);
        close(copy);
        cn_screen.standard[descriptor] = -1;
        target = descriptor;
    }
    if (target < 0) return;
    char buffer[4096];
    off_t offset = 0;
    for (;;) {
        ssize_t count = pread(cn_screen.diversion, buffer, sizeof buffer, offset);
        if (count <= 0) break;
        if (cn_write_all(target, buffer, (size_t)count) != 0) break;
        offset += count;
    }
    // The duplicates share one offset, so a file that is used again starts at its beginning.
    if (ftruncate(cn_screen.diversion, 0) == 0) lseek(cn_screen.diversion, 0, SEEK_SET);
}

void cn_restore_now(void) {
    if (!cn_screen.is_up) return;
    cn_screen.is_up = 0;
    tcsetattr(cn_screen.terminal, TCSANOW, &cn_screen.saved);
    tcflush(cn_screen.terminal, TCIFLUSH);
    cn_write_all(cn_screen.terminal, CN_RESTORE, sizeof CN_RESTORE - 1);
    cn_guard_screen_down();
    cn_undivert_output();
}

// ---- Signals that only report

static int pipe_ends[2] = {-1, -1};

static const int reported[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP};
enum { REPORTED = sizeof reported / sizeof *reported };
static struct sigaction before_reported[REPORTED];

static void report(int number) {
    int error = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t ignored = write(pipe_ends[1], &byte, 1);
    (void)ignored;
    errno = error;
}

int cn_signal_descriptor(void) {
    return pipe_ends[0];
}

int cn_next_signal(void) {
    unsigned char byte;
    return read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

// ---- Signals that end the process

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { FATAL = sizeof fatal / sizeof *fatal };
static struct sigaction before_fatal[FATAL];
static char alternate_stack[64 * 1024];

static void crash(int number, siginfo_t *information, void *context) {
    int was_up = cn_screen.is_up;
    cn_restore_now();
    if (was_up) {
        // Only a fault has an address.
        const void *address = information->si_code > 0 ? information->si_addr : NULL;
        cn_tell_crash(cn_screen.terminal, number, address);
    }
    struct sigaction before = {.sa_handler = SIG_DFL};
    for (int index = 0; index < FATAL; index++) {
        if (fatal[index] == number) before = before_fatal[index];
    }
    sigaction(number, &before, NULL);
    // A fault happens again when this handler returns and then reaches the handler before ours,
    // such as Swift's backtracer.
    if (information->si_code > 0) return;
    // A signal that was sent, as by abort, does not come again, and the backtracer returns.
    if (before.sa_flags & SA_SIGINFO) {
        before.sa_sigaction(number, information, context);
    } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
        before.sa_handler(number);
    }
    signal(number, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    raise(number);
}

static void restore_at_exit(void) {
    cn_restore_now();
}

// Replaces a smaller one too: the handler before ours runs on top of our own.
static void provide_alternate_stack(void) {
    stack_t present;
    if (sigaltstack(NULL, &present) != 0) return;
    if (!(present.ss_flags & SS_DISABLE) && present.ss_size >= sizeof alternate_stack) return;
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL);
}

int cn_signals_install(void) {
    static int registered;
    if (!registered) {
        atexit(restore_at_exit);
        registered = 1;
    }
    if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_handler = report;
    action.sa_flags = SA_RESTART;
    for (int index = 0; index < REPORTED; index++) {
        sigaction(reported[index], &action, &before_reported[index]);
    }
    provide_alternate_stack();
    action.sa_handler = NULL;
    action.sa_sigaction = crash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    // The backtracer lets faults happen while it reads memory; while they are blocked they kill.
    for (int index = 0; index < FATAL; index++) sigdelset(&action.sa_mask, fatal[index]);
    for (int index = 0; index < FATAL; index++) {
        sigaction(fatal[index], &action, &before_fatal[index]);
    }
    return 0;
}

void cn_signals_remove(void) {
    for (int index = 0; index < REPORTED; index++) {
        sigaction(reported[index], &before_reported[index], NULL);
    }
    for (int index = 0; index < FATAL; index++) {
        sigaction(fatal[index], &before_fatal[index], NULL);
    }
    // The pipe stays open: a handler may still be running on another thread.
    while (cn_next_signal() != 0) continue;
}
