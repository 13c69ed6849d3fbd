import Foundation
import Synchronization

@testable import Web

/// A client that sends what it is told, proper HTTP or not. Reading waits on a thread of its own: server and tests share
/// the few that all tasks have.
final class RawClient: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// One response, as it came.
    struct Response: Sendable, Hashable {
        var status: Int
        /// By lower-case name; of equal ones the last.
        var headers: [String: String]
        var body: String
    }

    /// Closes when the last who uses it lets go.
    private final class Descriptor: Sendable {
        let number: Int32

        init(_ number: Int32) {
            self.number = number
        }

        deinit {
            close(number)
        }
    }

    private let descriptor: Descriptor
    private let queue = DispatchQueue(label: "client")
    private let received = Mutex<[UInt8]>([])

    init(_ address: WebAddress) throws {
        switch address {
        case .port(_, let port):
            descriptor = Descriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = in_port_t(port).bigEndian
            place.sin_addr.s_addr = inet_addr("127.0.0.1")
            try connect(&place)
        case .socket(let path):
            descriptor = Descriptor(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
            var place = sockaddr_un()
            place.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
            try connect(&place)
        }
    }

    private func connect<Place>(_ place: inout Place) throws {
        let result = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor.number, $0, socklen_t(MemoryLayout<Place>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "nobody listens") }
    }

    /// Sends it, in the order of the calls, without waiting for the server to read.
    func send(_ text: String) {
        queue.async { [descriptor] in
            let bytes = Array(text.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Foundation.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    /// Says that nothing more comes, and goes on listening.
    func halfClose() {
        queue.async { [descriptor] in
            shutdown(descriptor.number, Int32(SHUT_WR))
        }
    }

    /// The next response; nil once the server has closed. Interim ones are passed over.
    ///
    /// - Parameter isHead: whether it answers a HEAD, and so has no body.
    func response(isHead: Bool = false) async throws -> Response? {
        while true {
            if let response = take(isHead: isHead) { return response }
            guard try await readMore() else {
                guard received.withLock(\.isEmpty) else { throw Failure(description: "half a response") }
                return nil
            }
        }
    }

    /// Waits for the interim response `100 Continue`.
    func waitForContinue() async throws -> Bool {
        let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        while received.withLock({ $0.count < interim.count }) {
            guard try await readMore() else { return false }
        }
        return received.withLock { bytes in
            guard bytes.starts(with: interim) else { return false }
            bytes.removeFirst(interim.count)
            return true
        }
    }

    /// Whether the server closes, without a word, before the test's patience ends.
    func isClosedSilently() async throws -> Bool {
        try await response() == nil
    }

    private func take(isHead: Bool) -> Response? {
        received.withLock { bytes in
            let text = String(decoding: bytes, as: Unicode.ASCII.self)
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] =
                    line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
            let head = text.distance(from: text.startIndex, to: end.upperBound)
            // A line end is one character and two bytes.
            let headBytes = head + lines.count + 1
            let length = isHead ? 0 : Int(headers["content-length"] ?? "0") ?? 0
            guard bytes.count >= headBytes + length else { return nil }
            let body = String(decoding: bytes[headBytes..<(headBytes + length)], as: UTF8.self)
            bytes.removeFirst(headBytes + length)
            let words = lines[0].split(separator: " ")
            return Response(status: words.count > 1 ? Int(words[1]) ?? 0 : 0, headers: headers, body: body)
        }
    }

    /// - Returns: false once the server has closed.
    private func readMore() async throws -> Bool {
        let descriptor = descriptor
        let bytes: [UInt8]? = await withCheckedContinuation { continuation in
            Thread {
                var place = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
                guard poll(&place, 1, 10_000) == 1 else { return continuation.resume(returning: nil) }
                var buffer = [UInt8](repeating: 0, count: 65_536)
                let count = recv(descriptor.number, &buffer, buffer.count, 0)
                continuation.resume(returning: Array(buffer.prefix(max(0, count))))
            }.start()
        }
        guard let bytes else { throw Failure(description: "no answer in 10 seconds") }
        received.withLock { $0 += bytes }
        return !bytes.isEmpty
    }
}

extension RawClient {
    /// Sends a request with whatever headers and body, and waits for its response.
    func ask(
        _ method: String, _ target: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> Response {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: orders.example.org\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        send(text + "\r\n" + (body ?? ""))
        guard let response = try await response(isHead: method == "HEAD") else {
            throw Failure(description: "no response")
        }
        return response
    }
}
