import GRDB
import Synchronization

/// Where the orders of late went, in memory: by its premise an order is found alike to others.
///
/// Premises come in no order. An index of them, on disk, takes a page of its own for each new order, which was nearly
/// half of all that was written. Only those within `duplicates.days` are ever asked for, so they are read once, a
/// third of a second for a million, and from then on each order is added as it is written, or as it is found that
/// another process has written it.
///
/// It only finds; what it finds is looked at again in `orders`. For the writer alone, inside its transactions, and told
/// of each that is committed or taken back.
final class Neighbours: Sendable {
    /// An order at some premise.
    struct Neighbour {
        let order: Int64
        /// 0 for none.
        let surname: Int64
    }

    fileprivate struct State {
        /// The last row of `orders` that is known here; nil if nothing is.
        var through: Int64?
        /// The last row of `moved_orders` that is known here.
        var moves: Int64 = 0
        /// From when on orders are known, in seconds since 1970-01-01T00:00:00Z.
        var since: Int64 = 0
        /// The latest order at each premise.
        var latest: [Int64: Neighbour] = [:]
        /// The earlier ones, oldest first; at most premises there are none.
        var earlier: [Int64: [Neighbour]] = [:]
        /// What was added by the transaction that isn't committed yet, and where `through` was before.
        var pending: [(premise: Int64, order: Int64)] = []
        var committed: Int64?
        /// How many are too many, and make it forget what is too old.
        var most = 0
    }

    private let least: Int
    private let state = Mutex(State())

    /// - Parameter least: how many premises are worth forgetting.
    init(least: Int = 20_000) {
        self.least = least
    }

    /// How many premises it knows.
    var count: Int { state.withLock { $0.latest.count } }

    /// Learns what it doesn't know yet. At the beginning of each transaction that asks it.
    ///
    /// - Parameter since: from when on orders are asked for.
    func catchUp(_ db: Database, since: Int64) throws {
        try state.withLock { state in
            let rows = NeighbourRows(db)
            let (last, moves) = (try rows.lastOrder(), try rows.lastMove())
            let isLost = state.through.map { $0 > last || state.since > since } ?? true
            let isFull = state.latest.count > state.most && state.pending.isEmpty
            if isLost || isFull {
                state = State()
                // Who asked a little earlier may come a little later.
                state.since = since - 86_400
                var found: [(premise: Int64, neighbour: Neighbour)] = []
                try rows.each(backTo: state.since) { found.append(($0, Neighbour(order: $2, surname: $1))) }
                for (premise, neighbour) in found.reversed() { state.add(neighbour, at: premise) }
                state.committed = last
                state.most = max(least, 2 * state.latest.count)
            } else if let through = state.through {
                if through < last {
                    try rows.each(after: through) { state.add(Neighbour(order: $2, surname: $1), at: $0) }
                }
                if state.moves < moves {
                    try rows.eachMoved(after: state.moves) { state.add(Neighbour(order: $2, surname: $1), at: $0) }
                }
            }
            (state.through, state.moves) = (last, moves)
        }
    }

    /// Takes note of an order that was just written.
    func note(_ likeness: LikenessKeys, of order: Int64) {
        state.withLock { state in
            state.through = order
            guard let premise = likeness.premise else { return }
            state.add(Neighbour(order: order, surname: likeness.surname ?? 0), at: premise)
            state.pending.append((premise, order))
        }
    }

    /// The orders at a premise, latest first; perhaps some that are elsewhere by now, or too old.
    func orders(at likeness: LikenessKeys) -> [Neighbour] {
        guard let premise = likeness.premise else { return [] }
        return state.withLock { state in
            guard let latest = state.latest[premise] else { return [] }
            return [latest] + (state.earlier[premise] ?? []).reversed()
        }
    }

    /// What was noted is there to stay.
    func committed() {
        state.withLock { state in
            state.pending.removeAll(keepingCapacity: true)
            state.committed = state.through
        }
    }

    /// What was noted may be gone; what isn't is found again.
    func rolledBack() {
        state.withLock { state in
            guard !state.pending.isEmpty || state.through != state.committed else { return }
            for (premise, order) in state.pending { state.remove(order, from: premise) }
            state.pending.removeAll()
            state.through = state.committed
        }
    }
}

extension Neighbours.State {
    fileprivate mutating func add(_ neighbour: Neighbours.Neighbour, at premise: Int64) {
        if let before = latest.updateValue(neighbour, forKey: premise) { earlier[premise, default: []].append(before) }
    }

    fileprivate mutating func remove(_ order: Int64, from premise: Int64) {
        if latest[premise]?.order == order {
            latest[premise] = earlier[premise]?.popLast()
        } else {
            earlier[premise]?.removeAll { $0.order == order }
        }
        if earlier[premise]?.isEmpty == true { earlier[premise] = nil }
    }
}
