import Fulfilment
import Orders
import Store

/// A batch as `batch list` and `batch close` show it.
struct BatchRow: Encodable {
    var id: String
    var state: String
    var closedAt: String
    var packets: Int
    var orders: Int

    init(_ record: BatchRecord) {
        id = record.id.description
        state = record.state.rawValue
        closedAt = JSONOutput.time(record.closedAt)
        packets = record.packets
        orders = record.orders
    }

    init(_ snapshot: BatchSnapshot) {
        id = snapshot.id.description
        state = BatchState.closed.rawValue
        closedAt = JSONOutput.time(snapshot.closedAt)
        packets = snapshot.packets.count
        orders = Set(snapshot.packets.flatMap { $0.orders.map(\.reference) }).count
    }

    static func writeTable(_ rows: [BatchRow]) throws {
        var table = Table(["batch", "state", "closed", "packets", "orders"], numeric: [3, 4])
        for row in rows {
            table.add([row.id, row.state, row.closedAt, String(row.packets), String(row.orders)])
        }
        try table.write()
    }
}

/// A batch as `batch show` shows it.
struct BatchDetails: Encodable {
    var id: String
    var state: String
    var closedAt: String
    var orders: [OrderRow]
    var packets: [PacketRow]
    /// Copies of each item.
    var totals: [String: Int]
    /// What was pulled out again; for people, not in the JSON.
    private var changes: [BatchChange]
    /// What the packets cost; for people, not in the JSON.
    private var postage: String

    private enum CodingKeys: String, CodingKey {
        case id, state, closedAt, orders, packets, totals
    }

    struct OrderRow: Encodable {
        var sequence: Int
        var reference: String
        var state: String
        @OrNull var postcode: String?
        var bundle: String
        var lines: [OrderLine]
    }

    struct PacketRow: Encodable {
        var sequence: Int
        var part: Int
        var of: Int
        var bundle: String
        var orders: [String]
    }

    init(_ record: BatchRecord, in store: Store) async throws {
        id = record.id.description
        state = record.state.rawValue
        closedAt = JSONOutput.time(record.closedAt)
        let placed = try await store.batchOrders(of: record.id)
        changes = try await store.changes(of: record.id)
        orders = placed.map { order in
            OrderRow(
                sequence: order.sequence, reference: order.reference.description, state: order.stateHere.rawValue,
                postcode: order.postcode, bundle: order.bundle, lines: order.lines)
        }
        let snapshot = try await store.snapshot(of: record.id)
        packets = snapshot.packets.map { packet in
            PacketRow(
                sequence: packet.sequence, part: packet.part, of: packet.of, bundle: packet.bundle,
                orders: packet.orders.map(\.reference.description))
        }
        postage = PostageSummary(snapshot.packets.map(\.postage)).inWords
        totals = snapshot.packets.flatMap { $0.orders.flatMap(\.lines) }.reduce(into: [:]) { totals, line in
            totals[line.item, default: 0] += line.quantity
        }
    }

    func write() throws {
        try StandardOutput.line("Batch \(id), \(state), closed at \(closedAt)")
        try StandardOutput.line(postage)
        let doNotPack = NumberRanges(changes.notToPack)
        if !doNotPack.isEmpty { try StandardOutput.line("do not pack: \(doNotPack.typed)") }
        try changes.toPackWithout.forEach { try StandardOutput.line($0) }
        let pulled = Set(changes.map(\.reference.description))
        try StandardOutput.line()
        var table = Table(["no.", "bundle", "reference", "state", "postcode", "items"], numeric: [0])
        for order in orders {
            table.add([
                String(order.sequence), order.bundle, order.reference,
                pulled.contains(order.reference) ? "pulled" : order.state, order.postcode,
                order.lines.summary,
            ])
        }
        try table.write()
        try StandardOutput.line()
        for (item, copies) in totals.sorted(by: { $0.key < $1.key }) {
            try StandardOutput.line("\(copies) × \(item)")
        }
    }
}

extension [OrderLine] {
    /// `100 leaflet-1, 5 poster-a3`.
    var summary: String {
        map { "\($0.quantity) \($0.item)" }.joined(separator: ", ")
    }
}

extension BatchOrder {
    /// Where the order stands, as far as this batch is concerned: pulled out, and batched or posted with another, it is
    /// neither here.
    fileprivate var stateHere: OrderState {
        switch state {
        case .batched, .dispatched, .returned: isPulled ? .accepted : state
        default: state
        }
    }
}
