public import Fulfilment
import HTTPTypes
public import Orders
public import Store

/// The door for programs: orders as JSON, known by a token.
///
/// Every answer to an order is given after the order is on disk. The same request again gives the first answer byte for
/// byte, also after a restart.
public final class OrdersAPI: Sendable {
    /// Orders that an array may hold.
    public static let mostOrders = 1_000
    /// Bytes of one order, and of an array.
    public static let orderBytes = 64 * 1_024
    public static let arrayBytes = 1_048_576

    /// What the API asks of the rest of the program.
    public struct Parts: Sendable {
        public var store: Store
        /// The receiver in force; an e-mail address isn't required.
        public var receiver: Receiver
        public var links: StatusLinks
        /// What the receiver checks against: the catalogue, and until when orders are taken.
        public var rules: Rules
        public var clock: WallClock
        /// The order as `order show --json` shows it.
        public var details: @Sendable (PlacedOrder) async throws -> [UInt8]
        /// Where an item's PDF is; nil if it has none.
        public var download: @Sendable (Item) -> String?
        /// Where an item's picture is; nil if it has none.
        public var picture: @Sendable (Item) -> String?
        public var count: OrderCount

        public init(
            store: Store, receiver: Receiver, links: StatusLinks, rules: Rules,
            clock: WallClock, details: @escaping @Sendable (PlacedOrder) async throws -> [UInt8],
            download: @escaping @Sendable (Item) -> String? = { $0.download },
            picture: @escaping @Sendable (Item) -> String? = { _ in nil }, count: OrderCount
        ) {
            self.store = store
            self.receiver = receiver
            self.links = links
            self.rules = rules
            self.clock = clock
            self.details = details
            self.download = download
            self.picture = picture
            self.count = count
        }
    }

    /// What outlives an exchange of the parts: rates, and requests that are being worked on. One for each process.
    public struct Memory: Sendable {
        let rates = TokenRates()
        let inFlight = RequestsInFlight()

        public init() {}
    }

    let parts: Parts
    let memory: Memory

    public init(parts: Parts, memory: Memory) {
        self.parts = parts
        self.memory = memory
    }

    /// Answers a request that is all there.
    ///
    /// - Throws: `WaitingRoom.Full` and what the store throws; then nothing was done, or it isn't known.
    public func answer(_ request: WebRequest) async throws -> WebAnswer {
        try await answer(request, try await admit(request))
    }

    /// The same for one whose admission was asked before its body came.
    func answer(_ request: WebRequest, _ admission: Admission) async throws -> WebAnswer {
        if let refusal = admission.refusal { return refusal }
        switch (admission.call, admission.caller) {
        case (.take, let caller?):
            guard try await isStillGood(admission, request) else {
                return APIProblem.unauthorized(wasGiven: true).answer
            }
            return try await take(request, from: caller)
        case (.show(let text), let caller?): return try await show(text, to: caller)
        case (.items, _): return items()
        default: return APIProblem.internalError.answer
        }
    }
}
