import Glibc

/// The most files and connections that this process may have open.
enum FileLimit {
    /// Raises the soft limit to what so many connections need beside everything else, as far as the hard one allows.
    static func raise(forConnections connections: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = min(rlim_t(connections + 512), limit.rlim_max)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
