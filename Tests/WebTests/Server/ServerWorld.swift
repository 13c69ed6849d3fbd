import Foundation
import Fulfilment
import HTTPTypes
import Logging
import Orders
import ServiceLifecycle
import Store
import Synchronization
import TestSupport

@testable import Web

/// A server of a test's own, over a store of its own, on a free port or a socket.
struct ServerWorld: Sendable {
    let directory: TemporaryDirectory
    let store: Store
    let registry = MetricRegistry()
    let log = LogLines()
    /// The time, which stands still: Monday 2026-12-07 at 12:00 in London.
    static let now: Int64 = 1_796_644_800

    var limits = WebLimits()
    var proxies = TrustedProxies()
    var pages: WebServer.Pages = { request in
        .text(
            "\(request.method) \(request.path) \(request.query["q"] ?? "-") \(request.client) "
                + "\(request.body.count)")
    }
    var checks: [WebOperations.Check] = []
    var publicURL: String?
    var room = WaitingRoom()
    let memory = OrdersAPI.Memory()

    static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25, maximum: 1000),
        Item(sku: "leaflet-2", title: "Coming “soon”", pack: 25, maximum: 500, ships: .unknown),
        Item(
            sku: "leaflet-3", title: "Gone", pack: 25, maximum: 500,
            availableUntil: LocalDate("2026-12-06")),
    ])

    init() throws {
        directory = try TemporaryDirectory()
        store = try Store.open(
            in: directory.path("state"), identity: Store.Identity(mailDomain: "orders.example.org"))
    }

    var clock: WallClock {
        WallClock(timeZone: TimeZone(identifier: "Europe/London") ?? .gmt) { Self.now }
    }

    var links: StatusLinks { StatusLinks(store: store, base: publicURL) }

    var api: OrdersAPI {
        let rules = Rules(catalogue: Self.catalogue, today: clock.today)
        let receiver = Receiver(
            store: store, rules: rules, clock: clock,
            duplicatesWithin: 0, remember: 90 * 86_400, room: room)
        return OrdersAPI(
            parts: OrdersAPI.Parts(
                store: store, receiver: receiver, links: links, rules: rules, clock: clock,
                details: { placed in
                    Array(try Listing.json(OrderRow(placed, urgent: false)))
                }, count: OrderCount(registry)),
            memory: memory)
    }

    /// A token's secret.
    func token(_ name: String = "website", _ scope: APIToken.Scope = .orders, rate: Int? = nil) async throws -> String {
        try await store.createToken(name: name, scope: scope, rate: rate, at: Self.now).secret
    }

    func server(
        at address: WebAddress, onOpen: @escaping @Sendable (WebAddress) -> Void
    ) -> WebServer {
        let api = api
        let page = MetricsPage(registry: registry, store: store, clock: clock, version: "1.2.3")
        return WebServer(
            listen: address, limits: limits, trustedProxies: proxies, pages: pages, api: { api },
            operations: WebOperations(
                checks: checks, metrics: { try await page.text() }, description: Array("openapi: 3.0.3\n".utf8)),
            figures: WebFigures(registry), clock: clock, logger: log.logger, onOpen: onOpen)
    }

    /// Runs the server while `body` does something with it; then it is told to end, and has ended when this returns.
    func serve(
        at address: WebAddress = .port(host: "127.0.0.1", port: 0),
        _ body: @escaping @Sendable (Running) async throws -> Void
    ) async throws {
        let (opened, opening) = AsyncStream.makeStream(of: WebAddress.self)
        let server = server(at: address) { opening.yield($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await group.run()
                opening.finish()
            }
            tasks.addTask {
                var addresses = opened.makeAsyncIterator()
                guard let address = await addresses.next() else { return }
                do {
                    try await body(Running(address: address, group: group))
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    /// A server that is open.
    struct Running: Sendable {
        var address: WebAddress
        var group: ServiceGroup

        func client() throws -> RawClient {
            try RawClient(address)
        }

        func shutDown() async {
            await group.triggerGracefulShutdown()
        }
    }
}

/// Keeps what is logged.
final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])
    /// Each line, as it comes.
    let arrivals: AsyncStream<String>
    private let arrival: AsyncStream<String>.Continuation

    init() {
        (arrivals, arrival) = AsyncStream.makeStream(of: String.self)
    }

    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: self) }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let line = ([event.message.description] + metadata).joined(separator: " ")
            lines.kept.withLock { $0.append(line) }
            lines.arrival.yield(line)
        }
    }
}

/// Opens once, for whoever waits before it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach { $0.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
