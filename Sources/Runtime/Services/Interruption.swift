import Glibc

/// Runs asynchronous work from the blocking main thread until it ends, or until SIGTERM, SIGINT,
/// SIGHUP or SIGQUIT asks the program to end: that cancels the work, which has some seconds to
/// finish what it has begun.
///
/// A second signal ends the program at once. A signal that the program was started to ignore, as by
/// nohup, stays ignored. To be called once.
///
/// - Returns: The number of the signal that asked for the end; nil when the work ended by itself.
@available(*, noasync, message: "await the work instead")
package func blockingUntilInterrupted(_ work: @escaping @Sendable () async -> Void) -> Int32? {
    // What ends the wait comes through one pipe: the number of a signal, or 0 from the work.
    let news = interruptionPipe
    guard news.reading >= 0 else {
        blocking(work)
        return nil
    }
    let watched = [SIGTERM, SIGINT, SIGHUP, SIGQUIT].filter { number in
        let before = signal(number) { tell($0) }
        guard unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) else {
            return true
        }
        signal(number, SIG_IGN)
        return false
    }
    let task = Task { @concurrent in
        await work()
        tell(0)
    }
    var asked: Int32?
    while true {
        var place = pollfd(fd: news.reading, events: Int16(POLLIN), revents: 0)
        let count = poll(&place, 1, asked == nil ? -1 : finishingMilliseconds)
        if count < 0, errno == EINTR { continue }
        var number: UInt8 = 0
        guard count > 0, read(news.reading, &number, 1) == 1, number != 0 else { break }
        asked = asked ?? Int32(number)
        for number in watched { signal(number, SIG_DFL) }
        task.cancel()
    }
    for number in watched { signal(number, SIG_DFL) }
    return asked
}

/// How long work may take to end after it was asked to.
private let finishingMilliseconds: Int32 = 5000

private let interruptionPipe: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}()

/// Runs in the handler of a signal too, and does nothing that is not allowed there.
private func tell(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(interruptionPipe.writing, &byte, 1)
    errno = before
}
