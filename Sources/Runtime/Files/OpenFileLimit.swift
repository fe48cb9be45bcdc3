import Glibc

/// How many files and connections this process may have open.
package enum OpenFileLimit {
    /// What a fleet of thousands needs; many systems start programs with 1,024.
    private static let wanted: rlim_t = 65_536

    /// Takes as many as are wanted, or as many as the system allows without asking.
    package static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < min(wanted, limit.rlim_max)
        else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
