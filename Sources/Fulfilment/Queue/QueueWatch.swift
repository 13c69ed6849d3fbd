import Foundation
import Synchronization

/// Notices files in a folder by inotify, and says each one's name once it may be taken.
///
/// A file that was renamed into the folder is whole, and may be taken at once. One that was copied straight in may be
/// taken once its size has been still for `settle`. Names that begin with a dot or end in `.tmp` or `.part` are still
/// being written and are never said. While nothing happens, the watching thread sleeps in the kernel.
final class QueueWatch: Sendable {
    /// Names of files that may be taken now, from what lies there at the start to what comes until `stop`.
    let names: AsyncStream<String>

    private let incoming: IncomingFolder
    private let settle: Duration
    private let onLost: @Sendable () -> Void
    private let notifications: Int32
    /// A pipe: what is written to its second end wakes the thread.
    private let wakeUp: [Int32]
    private let postponed = Mutex(Postponed())
    private let continuation: AsyncStream<String>.Continuation

    /// Starts watching.
    ///
    /// - Parameter onLost: hears when the folder itself is gone, or is another one; it may make it anew. It is watched
    ///   again as soon as it is there.
    /// - Throws: `DurableFile.Failure` if the folder can't be watched.
    init(directory: String, settle: Duration, onLost: @escaping @Sendable () -> Void = {}) throws {
        incoming = IncomingFolder(path: directory)
        self.settle = settle
        (names, continuation) = AsyncStream.makeStream()
        notifications = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakeUp = ends
        self.onLost = onLost
        guard notifications >= 0, wakeUp[0] >= 0 else {
            throw DurableFile.Failure(call: "watch", path: directory, code: errno)
        }
        let first = Self.add(directory, to: notifications)
        guard first >= 0 else { throw DurableFile.Failure(call: "watch", path: directory, code: errno) }
        Thread { [self] in
            watch(first)
            close(notifications)
            wakeUp.forEach { close($0) }
            continuation.finish()
        }.start()
    }

    /// Ends the watching; `names` ends too.
    func stop() {
        postponed.withLock { $0.isStopped = true }
        wake()
    }

    /// Says a name once more, after a while, if the file is still there.
    func sayAgain(_ name: String, after pause: Duration) {
        postponed.withLock { $0.names[name] = .now + pause }
        wake()
    }

    private func wake() {
        // A full pipe wakes the thread just as well.
        write(wakeUp[1], [0], 1)
    }

    /// - Returns: the watch's number; negative if there is no such folder.
    private static func add(_ folder: String, to notifications: Int32) -> Int32 {
        let files = IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY
        let folderItself = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW
        return inotify_add_watch(notifications, folder, UInt32(files) | UInt32(folderItself))
    }

    /// Watches the folder above, for a queue that is renamed as a whole: its own folders don't hear of that.
    private func addQueue() -> Int32 {
        inotify_add_watch(
            notifications, incoming.path.parentFolder, UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR))
    }

    private func watch(_ first: Int32) {
        var files = UnsettledFiles(incoming: incoming, settle: settle)
        var folder = first
        var queue = addQueue()
        files.lookAround()
        while true {
            if folder < 0 {
                folder = Self.add(incoming.path, to: notifications)
                if folder >= 0 {
                    queue = addQueue()
                    files.lookAround()
                }
            }
            files.takeStill().forEach { continuation.yield($0) }
            var waits = [
                pollfd(fd: notifications, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeUp[0], events: Int16(POLLIN), revents: 0),
            ]
            let patience = milliseconds(until: files.nextMoment)
            // A folder that isn't there is looked for every second.
            poll(&waits, nfds_t(waits.count), folder >= 0 ? patience : patience < 0 ? 1000 : min(patience, 1000))
            if waits[1].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 64)
                while read(wakeUp[0], &bytes, bytes.count) > 0 {}
                let asked = postponed.withLock { postponed in
                    defer { postponed.names = [:] }
                    return postponed
                }
                if asked.isStopped { return }
                for (name, moment) in asked.names { files.watch(name, until: moment) }
            }
            if waits[0].revents != 0, !readNotifications(&files, of: [folder, queue]) {
                inotify_rm_watch(notifications, folder)
                inotify_rm_watch(notifications, queue)
                folder = -1
                onLost()
            }
        }
    }

    /// - Returns: whether the folders are still those that are watched.
    private func readNotifications(_ files: inout UnsettledFiles, of folders: [Int32]) -> Bool {
        var isThere = true
        let headerSize = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(notifications, &buffer, buffer.count)
            guard count > 0 else { return isThere }
            var offset = 0
            while offset + headerSize <= count {
                let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                let end = offset + headerSize + Int(event.len)
                let name = Array(buffer[(offset + headerSize)..<end].prefix { $0 != 0 })
                offset = end
                if event.mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT) != 0 {
                    if folders.contains(event.wd) { isThere = false }
                } else if event.mask & UInt32(IN_IGNORED) != 0 {
                    continue
                } else if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                    // The kernel dropped some: look at everything instead.
                    files.lookAround()
                } else if let whole = files.notice(name, isMoved: event.mask & UInt32(IN_MOVED_TO) != 0) {
                    continuation.yield(whole)
                }
            }
        }
    }

    private func milliseconds(until moment: ContinuousClock.Instant?) -> Int32 {
        guard let moment else { return -1 }
        let wait = max(.zero, moment - ContinuousClock.now)
        let (seconds, attoseconds) = wait.components
        return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}

/// What other tasks have asked of the watching thread.
private struct Postponed {
    var isStopped = false
    var names: [String: ContinuousClock.Instant] = [:]
}
