import Foundation
import Orders
import ServiceLifecycle
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct NotifierTests {
    private let log = LogLines()

    private func service(
        _ notifier: SystemdNotifier?, probe: @escaping @Sendable () async throws -> Void
    ) -> NotifierService {
        NotifierService(notifier: notifier, logger: log.logger, status: "Serving; two\nlines", probe: probe)
    }

    @Test(arguments: [false, true])
    func `systemd hears that it serves, lives and stops`(isAbstract: Bool) async throws {
        let systemd = try NotifySocket(isAbstract: isAbstract)
        let notifier = try #require(
            SystemdNotifier(environment: ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "100000"]))
        let heard = try await running([service(notifier) {}]) {
            try await onThread { [try systemd.next(), try systemd.next(), try systemd.next()] }
        }
        #expect(heard == ["READY=1\nSTATUS=Serving; twolines", "WATCHDOG=1", "WATCHDOG=1"])
        #expect(try systemd.rest().last?.hasPrefix("STOPPING=1\nSTATUS=Stopping") == true)
        #expect(log.all == ["<6>serving\n", "<6>stopping\n"])
    }

    @Test func `once the store has stopped, it is no longer called alive`() async throws {
        let workshop = try Workshop()
        let reference = try #require(try await workshop.take([.fixture(1)])[0].reference)
        let store = try workshop.otherStore()
        try await store.probe()
        try await workshop.spoil(store, reading: reference)
        await #expect { try await store.probe() } throws: {
            if case StoreError.writeFailed = $0 { true } else { false }
        }

        let systemd = try NotifySocket()
        let notifier = try #require(
            SystemdNotifier(environment: ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "100000"]))
        try await running([service(notifier) { try await store.probe() }]) {
            _ = await log.next("watchdog withheld")
        }

        let heard = try systemd.rest().flatMap { $0.split(separator: "\n") }
        #expect(heard.contains("READY=1"))
        #expect(!heard.contains("WATCHDOG=1"))
    }

    @Test func `a probe writes nothing and wakes nobody`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let before = try workshop.writings()
        try await workshop.store.probe()
        #expect(try workshop.writings() == before)
    }

    @Test(arguments: [
        (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"], Duration.seconds(30)),
        (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000"], .seconds(30)),
        (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"], nil),
        (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"], nil),
        (["NOTIFY_SOCKET": "/run/x"], nil),
    ])
    func `the watchdog is fed twice in its time, if it is ours`(environment: [String: String], every: Duration?) throws
    {
        let notifier = try #require(SystemdNotifier(environment: environment, process: 7))
        #expect(notifier.watchdogInterval == every)
    }

    @Test(arguments: [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "vsock:2:1234"], ["WATCHDOG_USEC": "60000000"]])
    func `without a socket nobody is told`(environment: [String: String]) {
        #expect(SystemdNotifier(environment: environment) == nil)
    }

    @Test func `a socket that nobody reads does no harm`() throws {
        let notifier = try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"]))
        #expect(!notifier.tell(.ready))
        let long = try #require(
            SystemdNotifier(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]))
        #expect(!long.tell(.ready))
    }

    @Test func `reading again is told with the time that systemd compares`() throws {
        let systemd = try NotifySocket()
        let notifier = try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": systemd.name]))
        #expect(notifier.tell(.reloading))
        #expect(try systemd.next().wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+/) != nil)
    }
}

/// A stand-in for systemd: a datagram socket of the test's own.
private final class NotifySocket: Sendable {
    /// As `$NOTIFY_SOCKET` names it.
    let name: String
    private let file: Int32
    private let folder: TemporaryDirectory

    init(isAbstract: Bool = false) throws {
        folder = try TemporaryDirectory()
        name = (isAbstract ? "@" : "") + folder.path("notify")
        file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = isAbstract ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(file, $0, length) }
        }
        guard bound == 0 else { throw POSIXError(.EADDRINUSE) }
    }

    deinit {
        close(file)
    }

    /// The next datagram; waits for it.
    func next() throws -> String {
        try receive(flags: 0)
    }

    /// What has come and not been read.
    func rest() throws -> [String] {
        var all: [String] = []
        while let next = try? receive(flags: Int32(MSG_DONTWAIT)) { all.append(next) }
        return all
    }

    private func receive(flags: Int32) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(file, &bytes, bytes.count, flags)
        guard count >= 0 else { throw POSIXError(.ETIMEDOUT) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

extension Workshop {
    /// Makes a write of this store fail, by garbage where its tables stand, and puts everything back.
    fileprivate func spoil(_ store: Store, reading reference: Reference) async throws {
        // Somebody else's commit makes it forget the pages that it has read, and stands in the log alone.
        let other = try otherStore()
        _ = try await other.mailAgain(reference, grace: 0, at: 0, who: "test")
        let path = directory.path("state/handbill.sqlite-wal")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        func put(_ bytes: Data) {
            let file = open(path, O_WRONLY | O_CLOEXEC)
            defer { close(file) }
            bytes.withUnsafeBytes { _ = pwrite(file, $0.baseAddress, $0.count, 0) }
        }
        put(whole.prefix(32) + Data(repeating: 0xFF, count: whole.count - 32))
        defer { put(whole) }
        _ = try? await store.cancel(reference, at: 0, who: "test")
    }
}
