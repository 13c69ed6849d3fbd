/// Which packets of a batch were packed, by one scan after another: what was scanned is what will be marked as posted.
///
/// It counts packets, not orders: an order that goes in two needs two scans, and one scan is enough for a packet that
/// carries several orders. It changes nothing but itself.
public struct PackingCheck: Sendable, Hashable {
    /// The numbers that were scanned, in the order of their scanning, each once.
    public private(set) var packed: [Int]
    /// Those of them that were scanned here, and not by somebody else at the table: what can be taken back.
    public private(set) var own: [Int]
    /// The packets of the batch and where their orders stand now.
    public let packets: [BatchPacket]

    /// - Parameters:
    ///   - packets: all packets of the batch; one that carries several orders, once for each.
    ///   - packed: what was scanned before, by whomever.
    ///   - own: what was scanned here before, in its order.
    public init(packets: [BatchPacket], packed: [Int] = [], own: [Int] = []) {
        self.own = own
        self.packets = packets.sorted { $0.sequence < $1.sequence }
        self.packed = packed.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What is said to a line.
    public enum Answer: Sendable, Hashable {
        /// Now packed: its part of its order, the other packets of the same order that are still missing, and orders
        /// that it carried and that must be taken out of it.
        case packed(Int, part: Int, of: Int, missing: [Int], without: [Reference])
        /// The sheet of another order in a packet that is packed already.
        case together(Int)
        case alreadyPacked(Int)
        /// Taken out of the batch with all that was in them: not to be packed.
        case pulled([Int], orders: [Reference])
        /// An order that was taken out of packets which go without it, for other orders are in them; and those of its
        /// packets that don't go.
        case takeOut(Reference, of: [Int], pulled: [Int])
        case alreadyPosted(Int)
        case cameBack(Int)
        /// The batch doesn't have this order; another batch may.
        case notHere(Reference)
        case noNumber(Int, last: Int)
        /// Eight characters whose check doesn't fit; the references of this batch that may be meant, the likeliest first.
        case misread(meant: [Reference])
        /// Several at once, as `--only` takes them; nothing was packed.
        case list(String)
        case unreadable
        case undone(Int)
        case nothingToUndo
        /// What still isn't packed.
        case missing([Int])
        case end

        /// Whether the packet may go; nil where no packet was named.
        public var isYes: Bool? {
            switch self {
            case .packed, .together: true
            case .alreadyPacked, .pulled, .alreadyPosted, .takeOut, .cameBack, .notHere, .noNumber, .misread, .list,
                .unreadable:
                false
            case .undone, .nothingToUndo, .missing, .end: nil
            }
        }
    }

    /// Takes in what the scanner read or somebody typed.
    public mutating func take(_ line: String) -> Answer {
        switch Entry(line) {
        case .number(let number): take(number)
        case .reference(let reference): take(reference)
        case .misread(let text):
            .misread(meant: Reference.suggestions(for: text).filter(Set(packets.map(\.reference)).contains))
        case .list(let list): .list(list)
        case .unreadable: .unreadable
        case .undo: undo()
        case .ask: .missing(missing)
        case .end: .end
        }
    }

    /// Takes back what was scanned here last, unless somebody has marked it meanwhile.
    private mutating func undo() -> Answer {
        while let number = own.popLast() {
            if let index = packed.firstIndex(of: number) {
                packed.remove(at: index)
                return .undone(number)
            }
            if packets.contains(where: { $0.sequence == number && $0.state == .dispatched && !$0.isPulled }) {
                return .alreadyPosted(number)
            }
        }
        return .nothingToUndo
    }

    private mutating func take(_ number: Int) -> Answer {
        let rows = packets.filter { $0.sequence == number }
        if rows.isEmpty { return .noNumber(number, last: packets.last?.sequence ?? 0) }
        if let refusal = refusal(of: rows) { return refusal }
        return packed.contains(number) ? .alreadyPacked(number) : pack(number, rows)
    }

    private mutating func take(_ reference: Reference) -> Answer {
        let rows = packets.filter { $0.reference == reference }
        if rows.isEmpty { return .notHere(reference) }
        if let refusal = refusal(of: rows) { return refusal }
        let numbers = rows.filter(\.waits).map(\.sequence)
        if let number = numbers.first(where: { !packed.contains($0) }) {
            return pack(number, packets.filter { $0.sequence == number })
        }
        let number = numbers.last ?? rows[0].sequence
        let isShared = packets.contains { $0.sequence == number && $0.reference != reference && $0.waits }
        return isShared ? .together(number) : .alreadyPacked(number)
    }

    private mutating func pack(_ number: Int, _ rows: [BatchPacket]) -> Answer {
        packed.append(number)
        own.append(number)
        let orders = Set(rows.filter(\.waits).map(\.reference))
        let missing = packets.filter { orders.contains($0.reference) && $0.waits && !packed.contains($0.sequence) }
        return .packed(
            number, part: rows[0].part, of: rows[0].of, missing: NumberRanges(missing.map(\.sequence)).numbers,
            without: rows.filter(\.isPulled).map(\.reference))
    }

    /// Why none of these is to be packed; nil if one of them is.
    private func refusal(of rows: [BatchPacket]) -> Answer? {
        guard let first = rows.first, !rows.contains(where: \.waits) else { return nil }
        if rows.allSatisfy(\.isPulled) {
            let numbers = NumberRanges(rows.map(\.sequence)).numbers
            let going = numbers.filter(waiting.contains)
            if going.isEmpty { return .pulled(numbers, orders: Set(rows.map(\.reference)).sorted()) }
            return .takeOut(first.reference, of: going, pulled: numbers.filter { !going.contains($0) })
        }
        return first.state == .returned ? .cameBack(first.sequence) : .alreadyPosted(first.sequence)
    }
}

extension PackingCheck {
    /// The numbers of the packets that are to be posted with the batch.
    private var waiting: Set<Int> { Set(packets.filter(\.waits).map(\.sequence)) }
    /// How many packets are to be packed.
    public var total: Int { waiting.count }
    /// How many of them are packed.
    public var count: Int { waiting.intersection(packed).count }
    /// The numbers of those that aren't.
    public var missing: [Int] { waiting.subtracting(packed).sorted() }
    /// The numbers of packets that were packed and then taken out of the batch, or posted by somebody else.
    public var gone: [Int] { Set(packed).subtracting(waiting).sorted() }

    /// The packets to leave when the batch is marked as posted; nil for none.
    public var left: PacketSelection? {
        let numbers = missing
        guard !numbers.isEmpty else { return nil }
        return PacketSelection(parts: numbers.map { .init(choice: .number($0), text: "\($0)") })
    }
}

extension BatchPacket {
    /// Whether it is still to be posted with its batch.
    fileprivate var waits: Bool { state == .batched && !isPulled }
}
