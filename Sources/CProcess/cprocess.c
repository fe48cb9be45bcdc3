#define _GNU_SOURCE
#include "cprocess.h"

#include <sys/timex.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

int cprocess_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

static int set_files(
    posix_spawn_file_actions_t *actions,
    const char *folder,
    int input,
    int output,
    int error_output
) {
    int code = input < 0 ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                         : posix_spawn_file_actions_adddup2(actions, input, 0);
    if (code == 0) code = posix_spawn_file_actions_adddup2(actions, output, 1);
    if (code == 0) code = posix_spawn_file_actions_adddup2(actions, error_output, 2);
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (code == 0 && folder) code = posix_spawn_file_actions_addchdir_np(actions, folder);
    return code;
}

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int code = posix_spawnattr_setsigdefault(attributes, &all);
    if (code == 0) code = posix_spawnattr_setsigmask(attributes, &none);
    if (code == 0) {
        code = posix_spawnattr_setflags(
            attributes,
            POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        );
    }
    return code;
}

int cprocess_start(
    const char *program,
    char *const arguments[],
    char *const environment[],
    const char *folder,
    int input,
    int output,
    int error_output,
    int *process
) {
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    posix_spawnattr_t attributes;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        code = set_files(&actions, folder, input, output, error_output);
        if (code == 0) code = set_attributes(&attributes);
        if (code == 0) {
            code = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int cprocess_exit_descriptor(int process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int cprocess_signal(int exit_descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, exit_descriptor, signal, NULL, 0);
}

char **cprocess_environment(void) {
    return environ;
}

int cprocess_clock(long *error_microseconds) {
    struct timex state = {0};
    if (adjtimex(&state) < 0) return -1;
    *error_microseconds = state.maxerror;
    return state.status & STA_UNSYNC ? 0 : 1;
}
