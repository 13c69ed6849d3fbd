import Foundation

/// Tells systemd how the service stands, as sd_notify(3) does: a datagram to the socket that `$NOTIFY_SOCKET` names.
///
/// Without that variable nobody is told, and nothing fails: a service that can't speak to its supervisor still works.
public struct SystemdNotifier: Sendable {
    /// What there is to tell.
    public enum State: Sendable, Hashable {
        case ready
        /// Reading catalogue and templates again; `ready` follows.
        case reloading
        case stopping
        /// Still alive, as far as a probe of the database tells.
        case watchdog
        /// A line for `systemctl status`, without personal data.
        case status(String)
    }

    private let socketName: String
    /// How often systemd wants to hear `watchdog`, halved as sd_watchdog_enabled(3) advises; nil if it doesn't.
    public let watchdogInterval: Duration?

    /// - Parameters:
    ///   - environment: the process's.
    ///   - process: the number of this process; nil to ask the system.
    /// - Returns: nil if nobody wants to be told.
    public init?(environment: [String: String], process: Int32? = nil) {
        guard let name = environment["NOTIFY_SOCKET"], name.utf8.count > 1, name.first == "/" || name.first == "@"
        else {
            return nil
        }
        socketName = name
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == process ?? getpid() } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdogInterval = isOurs && microseconds > 0 ? .microseconds(microseconds / 2) : nil
    }

    /// - Returns: whether it was handed over.
    @discardableResult
    public func tell(_ states: State...) -> Bool {
        send(states.map(Self.text).joined(separator: "\n"))
    }

    private static func text(_ state: State) -> String {
        switch state {
        case .ready: return "READY=1"
        case .reloading:
            // Type=notify-reload compares the time with that of the signal.
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return "RELOADING=1\nMONOTONIC_USEC=\(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)"
        case .stopping: return "STOPPING=1"
        case .watchdog: return "WATCHDOG=1"
        case .status(let text): return "STATUS=" + text.filter { !$0.isNewline }
        }
    }

    private func send(_ text: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketName.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        // A name in the abstract namespace begins with a zero byte.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        // A path ends with a zero byte, an abstract name with its length.
        let length = socklen_t(offset + name.count + (name[0] == 0 ? 0 : 1))

        let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return false }
        defer { close(file) }
        // A supervisor that doesn't read holds us up for a second at most.
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array(text.utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(file, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == bytes.count
    }
}
