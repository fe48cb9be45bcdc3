#include "internal.h"

#include "cncurses.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int cn_pty_open(int32_t width, int32_t height, char *path, size_t path_size) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    if (grantpt(descriptor) != 0 || unlockpt(descriptor) != 0
        || ptsname_r(descriptor, path, path_size) != 0) {
        close(descriptor);
        return -1;
    }
    cn_pty_resize(descriptor, width, height);
    return descriptor;
}

void cn_pty_resize(int descriptor, int32_t width, int32_t height) {
    struct winsize size = {
        .ws_row = (unsigned short)height,
        .ws_col = (unsigned short)width,
    };
    ioctl(descriptor, TIOCSWINSZ, &size);
}

ptrdiff_t cn_pty_read(int descriptor, void *buffer, size_t size, int32_t timeout) {
    struct pollfd one = {descriptor, POLLIN, 0};
    if (poll(&one, 1, timeout) != 1) return 0;
    return read(descriptor, buffer, size);
}

int cn_pty_is_raw(int descriptor) {
    struct termios modes;
    if (tcgetattr(descriptor, &modes) != 0) return 0;
    return (modes.c_lflag & (ICANON | ECHO | ISIG)) == 0;
}

int32_t cn_columns(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}
