import CLinux
import Dispatch
import Foundation
import Synchronization

/// Waits without polling: until a moment comes, until somebody rings, until another process has touched the state
/// folder's wake file, or until the clock was set.
///
/// The waiting thread sleeps in the kernel. Nothing is missed between two waits: what came meanwhile ends the next one
/// at once. One task waits at a time; anybody may ring.
public final class Alarm: Sendable {
    /// What ended a wait.
    public enum Call: Sendable, Hashable {
        /// The moment has come.
        case time
        /// Somebody rang, or the wake file was touched.
        case rung
        /// The clock was set, forward or back: moments must be worked out anew.
        case clockSet
        /// It was stopped: no wait lasts any longer.
        case stopped
    }

    private let clock: WallClock
    private let timer: Int32
    /// What is written to its second end wakes the waiting thread.
    private let bell: [Int32]
    /// Watches the wake file, and the folder for when it is made; -1 where there is none to watch.
    private let notifications: Int32
    private let wakeFile: String
    private let isStopped = Atomic(false)
    /// The waiting thread: one for all waits, which may be hundreds a second.
    private let thread = DispatchQueue(label: "handbill.alarm")

    /// - Parameters:
    ///   - directory: the state folder, whose file `wake` is watched, whether it is there yet or not; nil for none.
    /// - Throws: `DurableFile.Failure` if the system can't do it.
    public init(clock: WallClock, watching directory: String? = nil) throws {
        self.clock = clock
        timer = linux_day_timer()
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        bell = ends
        notifications = directory == nil ? -1 : inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard timer >= 0, ends[0] >= 0 else {
            throw DurableFile.Failure(call: "make a timer for", path: directory ?? "the service", code: errno)
        }
        wakeFile = (directory ?? "") + "/wake"
        if let directory {
            // The folder only for when the file is made, or made anew: else the kernel would look up who watches at
            // every page that is written to the database beside it.
            let isMade = UInt32(IN_CREATE | IN_MOVED_TO)
            guard notifications >= 0, inotify_add_watch(notifications, directory, isMade) >= 0 else {
                throw DurableFile.Failure(call: "watch", path: directory, code: errno)
            }
            guard watchWakeFile() || errno == ENOENT else {
                throw DurableFile.Failure(call: "watch", path: wakeFile, code: errno)
            }
        }
    }

    deinit {
        for file in bell + [timer, notifications] where file >= 0 { close(file) }
    }

    /// Each touch sets its times. Where it isn't there, the folder tells when it is made.
    @discardableResult private func watchWakeFile() -> Bool {
        inotify_add_watch(notifications, wakeFile, UInt32(IN_ATTRIB)) >= 0
    }

    /// Ends the present wait, or else the next one.
    public func ring() {
        // A full pipe wakes the thread just as well.
        write(bell[1], [0], 1)
    }

    /// Ends all waits, for good.
    public func stop() {
        isStopped.store(true, ordering: .releasing)
        ring()
    }

    /// Waits.
    ///
    /// - Parameter moment: in seconds since 1970-01-01T00:00:00Z, by the clock that was injected; nil for no time.
    public func wait(until moment: Int64?) async -> Call {
        guard !isStopped.load(ordering: .acquiring) else { return .stopped }
        if let moment, moment <= clock.now { return .time }
        return await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: self.block(until: moment)) }
        }
    }

    private func block(until moment: Int64?) -> Call {
        while true {
            var waits = [bell[0], notifications, moment == nil ? -1 : timer].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            if let moment, !arm(for: moment) {
                // The clock was set since the last wait, so the moment may have been worked out by the old one.
                if errno == ECANCELED { return .clockSet }
                // Without a timer the moment still comes, a little late after a change of the clock.
                let left = Int32(clamping: max(0, moment - clock.now) * 1000)
                if poll(&waits, 2, left) == 0 { return .time }
            } else {
                poll(&waits, nfds_t(waits.count), -1)
            }
            if isStopped.load(ordering: .acquiring) { return .stopped }
            if waits[0].revents != 0 {
                drain(bell[0])
                // What it says is heard with the ring; a new file must be watched all the same.
                _ = wasTouched()
                return .rung
            }
            if waits[1].revents != 0, wasTouched() { return .rung }
            if waits[2].revents != 0 {
                var expirations: UInt64 = 0
                if read(timer, &expirations, MemoryLayout<UInt64>.size) > 0 { return .time }
                if errno == ECANCELED { return .clockSet }
            }
        }
    }

    /// Sets the timer to when the clock of the day will show the moment. An injected clock may show another time; it is
    /// taken to run as fast.
    private func arm(for moment: Int64) -> Bool {
        linux_day_timer_set(timer, Int(clamping: min(max(0, moment - clock.now), 1 << 32))) == 0
    }

    /// Reads what is there; whether the wake file was among it.
    private func wasTouched() -> Bool {
        guard notifications >= 0 else { return false }
        let headerSize = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 4096)
        var wasTouched = false
        while true {
            let count = read(notifications, &buffer, buffer.count)
            guard count > 0 else { return wasTouched }
            var offset = 0
            while offset + headerSize <= count {
                let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                let end = offset + headerSize + Int(event.len)
                let name = buffer[(offset + headerSize)..<end].prefix { $0 != 0 }
                offset = end
                // Its folder tells it by its name, and then it is watched anew. If the kernel dropped some, it may
                // have been among them.
                let isMade = name.elementsEqual("wake".utf8) || event.mask & UInt32(IN_Q_OVERFLOW) != 0
                if isMade { watchWakeFile() }
                wasTouched = wasTouched || isMade || event.mask & UInt32(IN_ATTRIB) != 0
            }
        }
    }

    private func drain(_ file: Int32) {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while read(file, &bytes, bytes.count) > 0 {}
    }
}
