/// How a paper of a batch is laid on its sheets. With the snapshot this decides every byte of it, so it is what a batch
/// remembers of each printing: the same sheet can be printed again.
public struct Printing: Sendable, Hashable, Codable {
    /// Another label sheet than the batch was closed for.
    public var labels: SheetGeometry?
    /// On which label of the first sheet the first packet goes, from 1; further sheets begin at their first label.
    public var startAt: Int
    /// The number of the first packet; those before it are left out.
    public var from: Int?
    /// Only packets of this bundle.
    public var bundle: String?
    /// Only packets of these orders; empty for all.
    public var orders: [Reference]
    /// Of the printer that it was for.
    public var profile: PrinterProfile
    /// Whether the last page comes first, for a printer that stacks face up.
    public var isReversed: Bool

    public init(
        labels: SheetGeometry? = nil, startAt: Int = 1, from: Int? = nil, bundle: String? = nil,
        orders: [Reference] = [], profile: PrinterProfile = PrinterProfile(), isReversed: Bool = false
    ) {
        self.labels = labels
        self.startAt = startAt
        self.from = from
        self.bundle = bundle
        self.orders = orders
        self.profile = profile
        self.isReversed = isReversed
    }

    /// Whether it is laid as at closing: then its bytes are those of the first time.
    public var isPlain: Bool { self == Printing() }

    /// Whether it is of every packet, however it is laid.
    public var isWhole: Bool { from == nil && bundle == nil && orders.isEmpty }
}

/// What a print server said of a printing at last.
public enum PrintingEnd: String, Sendable, Hashable, CaseIterable {
    case completed
    /// Somebody took it out of the printer's queue.
    case canceled
    /// The print server or the printer gave up.
    case aborted
}

/// What of a printing the batch doesn't have.
public enum PrintingProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case noNumber(Int, last: Int)
    case noBundle(String, there: [String])
    case noOrder(Reference)
    /// Each is there, but together they leave nothing.
    case nothing

    public var description: String {
        switch self {
        case .noNumber(let number, let last): "the batch has no packet \(number); the last is \(last)"
        case .noBundle(let name, let there): "the batch has no bundle \(name); it has \(there.joined(separator: ", "))"
        case .noOrder(let reference): "\(reference) isn't in the batch"
        case .nothing: "no packet is all of that"
        }
    }
}

extension BatchSnapshot {
    /// The snapshot with the packets alone that a printing is of.
    public func selecting(by printing: Printing) throws(PrintingProblem) -> BatchSnapshot {
        var chosen = packets
        if let from = printing.from {
            chosen.removeAll { $0.sequence < from }
            if from < 1 || chosen.isEmpty { throw .noNumber(from, last: packets.last?.sequence ?? 0) }
        }
        if let bundle = printing.bundle {
            let there = packets.map(\.bundle).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
            guard let name = there.first(where: { $0.lowercased() == bundle.lowercased() }) else {
                throw .noBundle(bundle, there: there)
            }
            chosen.removeAll { $0.bundle != name }
        }
        if !printing.orders.isEmpty {
            let wanted = Set(printing.orders)
            let there = Set(packets.flatMap(\.orders).map(\.reference))
            if let missing = printing.orders.first(where: { !there.contains($0) }) { throw .noOrder(missing) }
            chosen.removeAll { packet in !packet.orders.contains { wanted.contains($0.reference) } }
        }
        guard !chosen.isEmpty || packets.isEmpty else { throw .nothing }
        var snapshot = self
        snapshot.packets = chosen
        return snapshot
    }
}
