import Foundation
import Synchronization

/// A mail server on loopback that keeps what it is sent: a folder of `.eml` files, one a message.
///
/// It speaks as much SMTP (RFC 5321) as a client that behaves needs. The demo sends its confirmations to it, so that
/// nobody is written to.
final class MailCatcher: Sendable {
    /// The port that it listens on, on 127.0.0.1.
    let port: Int
    private let listener: Int32
    private let directory: String
    private let messages = Mutex((begun: 0, kept: 0))

    /// Starts listening; connections are served, each on a thread of its own, until `stop`.
    ///
    /// - Throws: `Failure` if loopback has no port for us.
    init(directory: String) throws {
        self.directory = directory
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                descriptor >= 0 && bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw Failure(.unavailable, "no port on 127.0.0.1 for the demo's mail catcher") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [self] in serve() }.start()
    }

    /// How many messages have been acknowledged.
    var count: Int {
        messages.withLock { $0.kept }
    }

    /// Takes no further connections.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 {
                if errno == EINTR { continue }
                return
            }
            Thread { [self] in
                converse(FileHandle(fileDescriptor: connection, closeOnDealloc: true))
            }.start()
        }
    }

    private func converse(_ connection: FileHandle) {
        var input = Lines(connection)
        func say(_ reply: String) throws {
            try connection.write(contentsOf: Data((reply + "\r\n").utf8))
        }
        do {
            try say("220 localhost handbill demo")
            while let line = input.next() {
                switch String(decoding: line.prefix(4), as: UTF8.self).uppercased() {
                case "EHLO", "HELO": try say("250-localhost\r\n250-8BITMIME\r\n250 SIZE 10485760")
                case "MAIL", "RCPT", "RSET", "NOOP": try say("250 OK")
                case "DATA":
                    try say("354 go on, end with a dot")
                    var message = Data()
                    while let text = input.next(), text != Data(".".utf8) {
                        message += text.first == UInt8(ascii: ".") ? text.dropFirst() : text
                        message += Data("\r\n".utf8)
                    }
                    try keep(message)
                    try say("250 kept")
                case "QUIT":
                    try say("221 bye")
                    return
                default: try say("500 not known here")
                }
            }
        } catch {
            // The client went away, or the folder did: it gets no acknowledgement, and will try again.
        }
    }

    private func keep(_ message: Data) throws {
        let number = messages.withLock { messages in
            messages.begun += 1
            return messages.begun
        }
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 3 - digits.count)) + digits + ".eml"
        try message.write(
            to: URL(fileURLWithPath: directory).appendingPathComponent(name), options: .withoutOverwriting)
        messages.withLock { $0.kept += 1 }
    }
}

/// Lines that end in CRLF, read from a connection, without their ends.
private struct Lines {
    private let connection: FileHandle
    private var pending = Data()

    init(_ connection: FileHandle) {
        self.connection = connection
    }

    /// The next line; nil once the other side has closed.
    mutating func next() -> Data? {
        while true {
            if let end = pending.firstRange(of: Data("\r\n".utf8)) {
                let line = Data(pending[..<end.lowerBound])
                pending = Data(pending[end.upperBound...])
                return line
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(connection.fileDescriptor, &buffer, buffer.count)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }
}
