import Glibc

/// The files in `incoming/` that may not be taken yet: they are still being written, for all that anybody knows.
struct UnsettledFiles {
    let incoming: IncomingFolder
    let settle: Duration
    private var unsettled: [String: Stillness] = [:]
    /// Those whose renaming was ours: it doesn't say that they are whole.
    private var renamed: Set<String> = []

    init(incoming: IncomingFolder, settle: Duration) {
        self.incoming = incoming
        self.settle = settle
    }

    /// When to look again.
    var nextMoment: ContinuousClock.Instant? {
        unsettled.values.map(\.until).min()
    }

    mutating func watch(_ name: String, until moment: ContinuousClock.Instant) {
        unsettled[name] = Stillness(path: incoming.path + "/" + name, until: moment)
    }

    /// Watches what lies there already, like what is copied in.
    mutating func lookAround() {
        let names = (try? incoming.names { renamed.insert($0) }) ?? []
        for name in names { watch(name, until: .now + settle) }
    }

    /// Looks at what a notification is about.
    ///
    /// - Returns: the name, if the file may be taken at once: its producer renamed it, so it is whole.
    mutating func notice(_ bytes: [UInt8], isMoved: Bool) -> String? {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            if let name = incoming.rename(bytes) {
                renamed.insert(name)
                watch(name, until: .now + settle)
            }
            return nil
        }
        guard !name.isEmpty, !IncomingFolder.isUnfinished(name) else { return nil }
        if isMoved, renamed.remove(name) == nil {
            unsettled[name] = nil
            return name
        }
        watch(name, until: .now + settle)
        return nil
    }

    /// The names of those that have been still; they are watched no longer.
    mutating func takeStill() -> [String] {
        let now = ContinuousClock.now
        var still: [String] = []
        for (name, stillness) in unsettled where stillness.until <= now {
            unsettled[name] = stillness.again(at: incoming.path + "/" + name, settle: settle)
            if unsettled[name] == nil { still.append(name) }
        }
        return still
    }
}

/// How large a file was when it was last looked at, and until when it must stay so.
struct Stillness {
    var size: off_t
    var until: ContinuousClock.Instant

    /// nil if there is no such file.
    init?(path: String, until: ContinuousClock.Instant) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        size = status.st_size
        self.until = until
    }

    /// nil once the file has been still, or is gone.
    func again(at path: String, settle: Duration) -> Stillness? {
        guard let now = Stillness(path: path, until: .now + settle), now.size != size else { return nil }
        return now
    }
}
