#include "internal.h"

#include "cncurses.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int cn_wait(int wake_descriptor, int read_input, int want_writable, int32_t timeout) {
    short wanted = (short)((read_input ? POLLIN : 0) | (want_writable ? POLLOUT : 0));
    int terminal = wanted != 0 ? cn_screen.terminal : -1;
    struct pollfd set[3] = {
        {terminal, wanted, 0},
        {cn_signal_descriptor(), POLLIN, 0},
        {wake_descriptor, POLLIN, 0},
    };
    // An interruption needs no care: its signal is in the pipe when poll is called again.
    while (poll(set, 3, timeout) < 0) {
        if (errno != EINTR) return 0;
    }
    int ready = 0;
    if (set[0].revents & POLLIN) ready |= CN_INPUT;
    if (set[0].revents & POLLOUT) ready |= CN_WRITABLE;
    if (set[0].revents & (POLLHUP | POLLERR | POLLNVAL)) ready |= CN_HANGUP;
    if (set[1].revents & POLLIN) ready |= CN_SIGNAL;
    if (set[2].revents & POLLIN) ready |= CN_WAKE;
    return ready;
}

int cn_is_writable(void) {
    struct pollfd one = {cn_screen.terminal, POLLOUT, 0};
    return poll(&one, 1, 0) == 1 && (one.revents & POLLOUT) != 0;
}

int cn_event_open(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void cn_event_signal(int descriptor) {
    uint64_t one = 1;
    ssize_t ignored = write(descriptor, &one, sizeof one);
    (void)ignored;
}

void cn_event_clear(int descriptor) {
    uint64_t count;
    ssize_t ignored = read(descriptor, &count, sizeof count);
    (void)ignored;
}

int cn_copy_through_tmux(const void *bytes, size_t count) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    char *arguments[] = {"tmux", "load-buffer", "-w", "-", NULL};
    pid_t child;
    int failure = posix_spawnp(&child, "tmux", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (failure != 0) {
        close(ends[1]);
        return -1;
    }
    // tmux may end before it has read everything; that must not end us.
    sigset_t broken_pipe, before;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    int result = cn_write_all(ends[1], bytes, count);
    close(ends[1]);
    struct timespec now = {0, 0};
    if (result != 0) sigtimedwait(&broken_pipe, NULL, &now);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return result == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int cn_run_in_foreground(char *const arguments[]) {
    // Keys that stop or end go to the program; when it is stopped, so are we, for the shell.
    static const int keys[] = {SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
    enum { KEYS = sizeof keys / sizeof *keys };
    struct sigaction before[KEYS], action;
    memset(&action, 0, sizeof action);
    sigset_t ordinary, none;
    sigemptyset(&ordinary);
    sigemptyset(&none);
    for (int index = 0; index < KEYS; index++) {
        action.sa_handler = keys[index] == SIGINT || keys[index] == SIGQUIT ? SIG_IGN : SIG_DFL;
        sigaction(keys[index], &action, &before[index]);
        sigaddset(&ordinary, keys[index]);
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &ordinary);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int index = 0; index < 3; index++) {
        posix_spawn_file_actions_adddup2(&actions, cn_screen.terminal, index);
    }
    pid_t child;
    int failure = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    int result = -1, status;
    if (failure == 0) {
        pid_t ended;
        do { ended = waitpid(child, &status, 0); } while (ended < 0 && errno == EINTR);
        if (ended == child && WIFEXITED(status)) result = WEXITSTATUS(status);
    }
    for (int index = 0; index < KEYS; index++) sigaction(keys[index], &before[index], NULL);
    return result;
}
