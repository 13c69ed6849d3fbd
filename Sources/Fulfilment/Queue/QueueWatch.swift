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
    private let notifications: Int32
    /// A pipe: what is written to its second end wakes the thread.
    private let wakeUp: [Int32]
    private let postponed = Mutex(Postponed())
    private let continuation: AsyncStream<String>.Continuation

    /// Starts watching.
    ///
    /// - Throws: `DurableFile.Failure` if the folder can't be watched.
    init(directory: String, settle: Duration) throws {
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
        let interesting = UInt32(IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_ONLYDIR)
        guard notifications >= 0, wakeUp[0] >= 0, inotify_add_watch(notifications, directory, interesting) >= 0 else {
            throw DurableFile.Failure(call: "watch", path: directory, code: errno)
        }
        Thread { [self] in
            watch()
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

    private func watch() {
        var files = UnsettledFiles(incoming: incoming, settle: settle)
        files.lookAround()
        while true {
            files.takeStill().forEach { continuation.yield($0) }
            var waits = [
                pollfd(fd: notifications, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeUp[0], events: Int16(POLLIN), revents: 0),
            ]
            poll(&waits, nfds_t(waits.count), milliseconds(until: files.nextMoment))
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
            if waits[0].revents != 0 { readNotifications(&files) }
        }
    }

    private func readNotifications(_ files: inout UnsettledFiles) {
        let headerSize = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(notifications, &buffer, buffer.count)
            guard count > 0 else { return }
            var offset = 0
            while offset + headerSize <= count {
                let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                let end = offset + headerSize + Int(event.len)
                let name = Array(buffer[(offset + headerSize)..<end].prefix { $0 != 0 })
                offset = end
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
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
