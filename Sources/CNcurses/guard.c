#include "internal.h"

#include "cncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The guard is a child that only waits. The socket tells it whether the screen is up; its end
// of file, or the end of the parent as seen through a pidfd, tells that nobody else will
// restore the terminal any more.

typedef struct {
    char is_up;
    struct termios saved;
    struct termios ours;
} guard_message;

static int guard_socket = -1;
static pid_t guard_process = -1;

static void close_all_but(int first, int second) {
    int low = first < second ? first : second;
    int high = first < second ? second : first;
    if (low > 0) close_range(0, (unsigned)low - 1, 0);
    if (high > low + 1) close_range((unsigned)low + 1, (unsigned)high - 1, 0);
    close_range((unsigned)high + 1, ~0U, 0);
}

static void restore(int terminal, const guard_message *message) {
    struct termios now;
    // A shell that waits for us may have been faster and owns the modes by now.
    if (tcgetattr(terminal, &now) == 0 && now.c_lflag == message->ours.c_lflag
        && now.c_iflag == message->ours.c_iflag && now.c_oflag == message->ours.c_oflag) {
        tcsetattr(terminal, TCSANOW, &message->saved);
        // Keys meant for us must not become commands of the shell.
        tcflush(terminal, TCIFLUSH);
    }
    cn_write_all(terminal, CN_RESTORE, sizeof CN_RESTORE - 1);
}

static _Noreturn void guard(int socket, pid_t parent) {
    prctl(PR_SET_NAME, "tty-guard");
    for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY);
    if (terminal < 0) _exit(0);
    close_all_but(terminal, socket);
    if (chdir("/") != 0) _exit(0);
    int parent_handle = (int)syscall(SYS_pidfd_open, parent, 0);
    guard_message message;
    memset(&message, 0, sizeof message);
    for (;;) {
        struct pollfd set[2] = {{socket, POLLIN, 0}, {parent_handle, POLLIN, 0}};
        if (poll(set, 2, -1) < 0 && errno != EINTR) break;
        guard_message next;
        ssize_t count = recv(socket, &next, sizeof next, MSG_DONTWAIT);
        if (count == (ssize_t)sizeof next) {
            message = next;
            continue;
        }
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) break;
        if (set[1].revents != 0 || getppid() != parent) break;
    }
    if (message.is_up) restore(terminal, &message);
    _exit(0);
}

static void stop_guard(void) {
    if (guard_process < 0) return;
    close(guard_socket);
    guard_socket = -1;
    while (waitpid(guard_process, NULL, 0) < 0 && errno == EINTR) continue;
    guard_process = -1;
}

int cn_guard_start(void) {
    if (guard_process >= 0) return 0;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        guard(ends[1], parent);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return -1;
    }
    guard_socket = ends[0];
    guard_process = child;
    atexit(stop_guard);
    return 0;
}

static void tell_guard(const guard_message *message) {
    if (guard_socket < 0) return;
    while (send(guard_socket, message, sizeof *message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
        continue;
    }
}

void cn_guard_screen_up(const struct termios *saved, const struct termios *ours) {
    guard_message message;
    memset(&message, 0, sizeof message);
    message.is_up = 1;
    message.saved = *saved;
    message.ours = *ours;
    tell_guard(&message);
}

void cn_guard_screen_down(void) {
    guard_message message;
    memset(&message, 0, sizeof message);
    tell_guard(&message);
}
