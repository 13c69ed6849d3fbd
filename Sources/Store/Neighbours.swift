import GRDB
import Synchronization

/// Where the orders of late went, in memory: by its premise an order is found alike to others.
///
/// Premises come in no order. An index of them, on disk, takes a page of its own for each new order, which was nearly
/// half of all that was written. Only those within `duplicates.days` are ever asked for, so they are read once, in less
/// than a microsecond each, and from then on each order is added as it is written, or as it is found that another
/// process has written it.
///
/// It only finds; what it finds is looked at again in `orders`. For the writer, inside its transactions, and told of
/// each that is committed or taken back.
final class Neighbours: Sendable {
    /// An order at some premise.
    struct Neighbour {
        let order: Int64
        /// 0 for none.
        let surname: Int64
    }

    /// Up to which rows of `orders` and of `moved_orders` all is known.
    fileprivate struct Position {
        var order: Int64
        var move: Int64
    }

    private let least: Int
    private let state = Mutex(State())

    /// - Parameter least: how many orders are worth forgetting.
    init(least: Int = 20_000) {
        self.least = least
    }

    /// How many orders it knows.
    var count: Int { state.withLock { $0.count } }

    /// Whether it knows anything yet.
    var isLearned: Bool { state.withLock { $0.known != nil } }

    /// Learns from a snapshot of the database, if it knows nothing yet: while it reads, others may write.
    ///
    /// - Parameter since: from when on orders will be asked for, in seconds since 1970-01-01T00:00:00Z.
    func learn(_ db: Database, since: Int64) throws {
        guard !isLearned else { return }
        var learned = State()
        try learned.read(NeighbourRows(db), since: since, least: least)
        learned.committed = learned.known
        state.withLock { if $0.known == nil { $0 = learned } }
    }

    /// Learns what it doesn't know yet. At the beginning of each transaction that asks it.
    func catchUp(_ db: Database, since: Int64) throws {
        let rows = NeighbourRows(db)
        let now = Position(order: try rows.lastOrder(), move: try rows.lastMove())
        guard state.withLock({ $0.mayGoOn(to: now, since: since) }) else {
            // Nobody waits for the lock meanwhile.
            var read = State()
            try read.read(rows, since: since, least: least)
            state.withLock { $0 = read }
            return
        }
        try state.withLock { state in
            guard let known = state.known else { return }
            if known.order < now.order {
                try rows.each(after: known.order) { state.add(Neighbour(order: $2, surname: $1), at: $0) }
            }
            if known.move < now.move {
                try rows.eachMoved(after: known.move) { state.add(Neighbour(order: $2, surname: $1), at: $0) }
            }
            state.known = now
        }
    }

    /// Takes note of an order that was just written.
    func note(_ likeness: LikenessKeys, of order: Int64) {
        state.withLock { state in
            state.known?.order = order
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

    /// What was learned and noted is there to stay.
    func committed() {
        state.withLock { state in
            state.pending.removeAll(keepingCapacity: true)
            state.committed = state.known
        }
    }

    /// What was learned and noted since the last commit may be gone; what isn't is found again.
    func rolledBack() {
        state.withLock { state in
            for (premise, order) in state.pending { state.remove(order, from: premise) }
            state.pending.removeAll()
            state.known = state.committed
        }
    }
}

extension Neighbours {
    fileprivate struct State {
        /// nil if nothing is known.
        var known: Position?
        /// What was known at the last commit; nil if what is known was read within this transaction.
        var committed: Position?
        /// From when on orders are known.
        var since: Int64 = 0
        /// The latest order at each premise.
        var latest: [Int64: Neighbour] = [:]
        /// The earlier ones, oldest first; at most premises there are none.
        var earlier: [Int64: [Neighbour]] = [:]
        var count = 0
        /// What was added by the transaction that isn't committed yet.
        var pending: [(premise: Int64, order: Int64)] = []
        /// How many are too many, and make it forget what is too old.
        var most = 0

        /// Whether what is known has only to be completed.
        func mayGoOn(to now: Position, since: Int64) -> Bool {
            guard let known, known.order <= now.order, known.move <= now.move else { return false }
            // Only what has grown old since can be forgotten: reading all again takes a moment for which everybody waits.
            let hasAged = since - self.since > 2 * 86_400
            return self.since <= since && (count <= most || !hasAged || !pending.isEmpty)
        }

        /// Begins anew.
        mutating func read(_ rows: NeighbourRows, since: Int64, least: Int) throws {
            self = State()
            // Who asked a little earlier may come a little later.
            self.since = since - 86_400
            let now = Position(order: try rows.lastOrder(), move: try rows.lastMove())
            try rows.each(since: self.since) { add(Neighbour(order: $2, surname: $1), at: $0) }
            most = max(least, 2 * count)
            known = now
        }

        mutating func add(_ neighbour: Neighbour, at premise: Int64) {
            guard let before = latest[premise] else {
                latest[premise] = neighbour
                count += 1
                return
            }
            if before.order < neighbour.order {
                latest[premise] = neighbour
                earlier[premise, default: []].append(before)
                count += 1
            } else {
                insert(neighbour, at: premise)
            }
        }

        /// Adds one that was moved here, and may be here already: that is rare.
        private mutating func insert(_ neighbour: Neighbour, at premise: Int64) {
            var all = (earlier[premise] ?? []) + [latest[premise]].compactMap(\.self)
            count -= all.count
            all.removeAll { $0.order == neighbour.order }
            all.insert(neighbour, at: all.firstIndex { $0.order > neighbour.order } ?? all.endIndex)
            count += all.count
            latest[premise] = all.removeLast()
            earlier[premise] = all.isEmpty ? nil : all
        }

        mutating func remove(_ order: Int64, from premise: Int64) {
            if latest[premise]?.order == order {
                latest[premise] = earlier[premise]?.popLast()
                count -= 1
            } else if let place = earlier[premise]?.firstIndex(where: { $0.order == order }) {
                earlier[premise]?.remove(at: place)
                count -= 1
            }
            if earlier[premise]?.isEmpty == true { earlier[premise] = nil }
        }
    }
}
