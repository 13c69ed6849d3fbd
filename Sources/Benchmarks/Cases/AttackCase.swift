import Foundation
import TestSupport

/// Clients that only sit there, and clients that send a byte now and then: how soon they are cut, and what the others
/// notice.
enum AttackCase {
    /// - Parameter size: idle connections.
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        files.rlim_cur = min(files.rlim_max, rlim_t(size + 1_000))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)

        let service = try SampleService(in: workshop.path("attack"), sendsMail: false)
        let (running, port) = try service.serveHTTP()
        let undisturbed = try (0..<200).map { _ in try request(port) }.sorted()[100]
        let began = Stopwatch()
        let idle = try (0..<size).map { _ in try connection(to: port) }
        let slow = try (0..<100).map { _ in try connection(to: port, sending: head) }
        defer { (idle + slow).forEach { close($0) } }

        var (open, idleCut, slowCut, slowest, resident) = (Set(idle + slow), 0.0, 0.0, 0.0, 0.0)
        let slowOnes = Set(slow)
        while !open.isEmpty, began.seconds < 60 {
            for file in slowOnes where open.contains(file) { send(file, "x", 1, Int32(MSG_NOSIGNAL)) }
            for file in cut(among: open) {
                open.remove(file)
                if slowOnes.contains(file) { slowCut = began.seconds } else { idleCut = began.seconds }
            }
            slowest = max(slowest, try request(port))
            resident = max(resident, try ProcessFigures.residentMegabytes(of: running.processID))
            Thread.sleep(forTimeInterval: 0.05)
        }
        guard open.isEmpty else { throw BenchFailure("\(open.count) connections were never cut") }
        try SampleService.end(running)
        return [
            Line("idle, cut", size: size, .seconds(idleCut), goal: .atMost(15), comparison: "until the last was cut"),
            Line(
                "slow, cut", size: slow.count, .seconds(slowCut), goal: .atMost(15),
                comparison: "a byte of the body every 50 ms"),
            Line(
                "meanwhile", size: size, .seconds(slowest), goal: .atMost(1),
                comparison: "the slowest GET /healthz of another client; \(number(undisturbed * 1000)) ms undisturbed"),
            Line("resident", size: size, .megabytes(resident), goal: .atMost(150), comparison: "VmRSS at its most"),
        ]
    }

    private static let head =
        "POST /order/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Content-Length: 60000\r\n\r\n"

    private static func connection(to port: Int, sending text: String = "") throws -> Int32 {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, UInt32(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchFailure("can't connect: \(String(cString: strerror(errno)))") }
        if !text.isEmpty { _ = send(file, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
        return file
    }

    /// Those that the server has closed.
    private static func cut(among files: Set<Int32>) -> [Int32] {
        files.filter { file in
            var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 0) > 0 else { return false }
            var bytes = [UInt8](repeating: 0, count: 1024)
            while true {
                let count = recv(file, &bytes, bytes.count, Int32(MSG_DONTWAIT))
                if count == 0 || (count < 0 && errno != EAGAIN) { return true }
                if count < 0 { return false }
            }
        }
    }

    /// A request on a connection of its own; how long it took until its answer began, in seconds.
    private static func request(_ port: Int) throws -> Double {
        let watch = Stopwatch()
        let file = try connection(
            to: port, sending: "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        guard recv(file, &bytes, bytes.count, 0) > 0,
            String(decoding: bytes.prefix(15), as: UTF8.self) == "HTTP/1.1 200 OK"
        else { throw BenchFailure("GET /healthz wasn't answered") }
        return watch.seconds
    }
}
