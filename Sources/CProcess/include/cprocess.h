#ifndef CPROCESS_H
#define CPROCESS_H

// What Swift cannot reach by itself: calls that its Glibc module leaves out, and a global variable
// of C that Swift 6 does not let anybody read. Process numbers are `pid_t`.

/// A pipe that is closed on exec: the end to read from, then the end to write to; -1 with errno.
int cprocess_pipe(int ends[2]);

/// Starts a program and gives its process number; 0 or the error number of what failed.
///
/// The child leads a session of its own, reads from the first descriptor, or nothing when that is
/// -1, writes to the two others, inherits no more, and has the usual signals, none of them blocked.
/// The folder may be null.
int cprocess_start(
    const char *program,
    char *const arguments[],
    char *const environment[],
    const char *folder,
    int input,
    int output,
    int error_output,
    int *process
);

/// A descriptor that is readable as soon as the process has ended (pidfd_open(2), Linux 5.3);
/// -1 with errno where the kernel has none. It is closed on exec.
int cprocess_exit_descriptor(int process);

/// Sends a signal to the process of such a descriptor (pidfd_send_signal(2), Linux 5.1); 0, or -1
/// with errno.
int cprocess_signal(int exit_descriptor, int signal);

/// The environment of this process, as `environ` has it.
char **cprocess_environment(void);

/// Whether the clock of this machine is synchronised with others (adjtimex(2)): 1, 0, or -1 when
/// that is not known. `error_microseconds` is how far off it may be.
int cprocess_clock(long *error_microseconds);

#endif
