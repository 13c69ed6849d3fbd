public import Fulfilment
public import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The door for browsers and programs: one HTTP server for form and API.
///
/// If its address is taken it says so and tries again, so that the other doors go on. While nobody asks it does
/// nothing. Told to end, it takes no more connections, closes those that are idle and finishes the requests in hand.
public struct WebServer: Service {
    public typealias Pages = @Sendable (WebRequest) async throws -> WebAnswer
    /// The page for a failure: 500 or 503.
    public typealias Apology = @Sendable (HTTPResponse.Status, WebRequest) -> WebAnswer

    private let listen: WebAddress
    private let limits: WebLimits
    private let logger: Logger
    private let onOpen: @Sendable (WebAddress) -> Void
    private let responder: WebResponder
    private let bell = FailureBell()

    /// - Parameters:
    ///   - pages: answers everything that is neither the API's nor an operator's.
    ///   - apology: the page for a failure; plain text by default.
    ///   - api: gives the one in force.
    ///   - onOpen: hears where the server listens, with the port that it got.
    public init(
        listen: WebAddress, limits: WebLimits = WebLimits(), trustedProxies: TrustedProxies = TrustedProxies(),
        pages: @escaping Pages, apology: @escaping Apology = WebServer.plainApology,
        api: @escaping @Sendable () -> OrdersAPI, operations: WebOperations, figures: WebFigures, clock: WallClock,
        logger: Logger, onOpen: @escaping @Sendable (WebAddress) -> Void = { _ in }
    ) {
        self.listen = listen
        self.limits = limits
        self.logger = logger
        self.onOpen = onOpen
        let bell = bell
        responder = WebResponder(
            limits: limits, proxies: trustedProxies, pages: pages, apology: apology, api: api,
            operations: operations, figures: figures, clock: clock, date: HTTPDate(),
            fail: { bell.ring($0) },
            wonder: { route, error in
                logger.error(
                    "request failed", metadata: ["route": "\(route.rawValue)", "problem": "\(type(of: error))"])
            })
    }

    /// A failure in one line.
    public static let plainApology: Apology = { status, _ in
        .text(
            status == .serviceUnavailable
                ? "503: not just now; please try again in a moment"
                : "\(status.code): something went wrong here; please try again later", status)
    }

    /// Runs until shutdown.
    ///
    /// - Throws: what must end the process: the database doesn't write any more.
    public func run() async throws {
        FileLimit.raise(forConnections: limits.connections)
        var lastTrouble: OpeningTrouble?
        while !isOver {
            do {
                try await serve()
                if isOver { return }
            } catch let failure as Failure {
                throw failure.error
            } catch {
                if isOver { return }
                let trouble = OpeningTrouble(error)
                if trouble != lastTrouble {
                    logger.error(
                        "door not open",
                        metadata: [
                            "door": "web", "address": "\(listen)", "problem": "\(trouble.problem)",
                            "hint": "\(trouble.hint)",
                        ])
                }
                lastTrouble = trouble
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: limits.retry) }
        }
    }

    private var isOver: Bool {
        Task.isCancelled || Task.isShuttingDownGracefully
    }

    /// What must end the process.
    private struct Failure: Error {
        var error: any Error
    }

    /// Opens the door and serves until it is closed.
    private func serve() async throws {
        let file: SocketFile? = if case .socket(let path) = listen { SocketFile(path: path) } else { nil }
        try file?.checkFree()
        let identity = Mutex<UInt64?>(nil)
        let server = WebConnection(limits: limits, responder: responder).server(
            configuration: configuration,
            onServerRunning: { channel in
                file?.openToGroup()
                identity.withLock { $0 = file?.identity }
                opened(at: channel.localAddress?.port)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "web") { _ in SwiftLogNoOpLogHandler() })
        defer { file?.remove(if: identity.withLock { $0 }) }
        let failures = bell.listen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                for await error in failures { throw Failure(error: error) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private var configuration: ServerConfiguration {
        let address: BindAddress =
            switch listen {
            case .port(let host, let port): .hostname(host, port: port)
            case .socket(let path): .unixDomainSocket(path: path)
            }
        return ServerConfiguration(
            address: address, backlog: 1_024,
            availableConnectionsDelegate: .maximum(
                limits.connections, logger: Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }))
    }

    private func opened(at port: Int?) {
        var address = listen
        if case .port(let host, _) = listen, let port { address = .port(host: host, port: port) }
        logger.notice("door open", metadata: ["door": "web", "address": "\(address)"])
        onOpen(address)
    }
}

/// Carries what must end the process from the request that met it to the server.
private final class FailureBell: Sendable {
    private let listener = Mutex<AsyncStream<any Error>.Continuation?>(nil)

    func ring(_ error: any Error) {
        _ = listener.withLock { $0?.yield(error) }
    }

    /// What rings from now on.
    func listen() -> AsyncStream<any Error> {
        let (stream, continuation) = AsyncStream.makeStream(of: (any Error).self)
        listener.withLock { $0 = continuation }
        return stream
    }
}
