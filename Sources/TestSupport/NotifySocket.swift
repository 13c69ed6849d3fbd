import Foundation
import Synchronization

/// A stand-in for systemd's notify socket: a datagram socket that a service writes its state to (sd_notify(3)).
public final class NotifySocket: Sendable {
    /// What goes into `NOTIFY_SOCKET`.
    public let path: String
    private let folder: TemporaryDirectory
    private let socket: Int32
    private let messages = Mutex<[String]>([])

    public init() throws {
        folder = try TemporaryDirectory()
        path = folder.path("notify")
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard socket >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw ChildProcess.Failure("no socket can be made")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw ChildProcess.Failure("\(path): \(String(cString: strerror(errno)))") }
    }

    deinit {
        close(socket)
    }

    /// Everything that was said so far, a datagram each.
    public var said: [String] {
        messages.withLock { messages in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count >= 0 else { return messages }
                messages.append(String(decoding: buffer[..<count], as: UTF8.self))
            }
        }
    }

    /// The lines of everything that was said so far: `READY=1`.
    public var lines: [String] {
        said.flatMap { $0.split(separator: "\n").map(String.init) }
    }
}
