/// Something whose states, and the legal ways between them, are one table.
///
/// The schema's CHECKs and the diagrams in ARCHITECTURE.md say the same; a test compares the three.
public protocol Lifecycle: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {
    /// The states that may follow this one.
    var next: Set<Self> { get }
}

extension Lifecycle {
    public func may(become state: Self) -> Bool {
        next.contains(state)
    }
}

/// Where an order stands.
public enum OrderState: String, Lifecycle, Codable {
    /// Waits for the next batch.
    case accepted
    /// Waits for a person.
    case held
    /// Waits for an item that doesn't ship yet.
    case backordered
    /// In a closed batch.
    case batched
    /// Posted.
    case dispatched
    /// Came back.
    case returned
    case cancelled

    /// The states in which an order may begin.
    public static let initial: Set<OrderState> = [.accepted, .held, .backordered]

    public var next: Set<OrderState> {
        switch self {
        case .held: [.accepted, .backordered, .cancelled]
        case .backordered: [.accepted, .held, .cancelled]
        case .accepted: [.batched, .held, .backordered, .cancelled]
        case .batched: [.dispatched, .accepted, .held, .cancelled]
        case .dispatched: [.returned, .batched]
        case .returned, .cancelled: []
        }
    }
}

/// Where a batch stands.
public enum BatchState: String, Lifecycle, Codable {
    case closed
    case printed
    case dispatched
    /// Its orders are accepted again; its id is never used again.
    case reopened

    public var next: Set<BatchState> {
        switch self {
        case .closed: [.printed, .dispatched, .reopened]
        case .printed: [.dispatched]
        // Only as undo, within `dispatch.grace`: back to what it was.
        case .dispatched: [.closed, .printed]
        case .reopened: []
        }
    }
}

/// Where an owed mail stands. A retry stays queued, with its next time.
public enum MailState: String, Lifecycle, Codable {
    case queued
    case sent
    case failed
    case cancelled

    public var next: Set<MailState> {
        switch self {
        case .queued: [.sent, .failed, .cancelled]
        case .sent, .failed, .cancelled: []
        }
    }
}
